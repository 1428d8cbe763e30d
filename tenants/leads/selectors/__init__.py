"""Reads of leads."""

from .assigning import try_rules
from .policy import policy, protections, sources
from .scope import (
    is_visible,
    kept_lead_of,
    lead_for,
    leads_for,
    pool_for,
    search,
    subjects_of,
    visible_ids,
)

__all__ = [
    "is_visible",
    "kept_lead_of",
    "lead_for",
    "leads_for",
    "policy",
    "pool_for",
    "protections",
    "search",
    "sources",
    "subjects_of",
    "try_rules",
    "visible_ids",
]
