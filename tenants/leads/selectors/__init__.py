"""Reads of leads."""

from .assigning import try_rules
from .duplicates import duplicates_of, groups_for
from .leaving import left_behind, left_behind_of
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
    "duplicates_of",
    "groups_for",
    "is_visible",
    "kept_lead_of",
    "lead_for",
    "leads_for",
    "left_behind",
    "left_behind_of",
    "policy",
    "pool_for",
    "protections",
    "search",
    "sources",
    "subjects_of",
    "try_rules",
    "visible_ids",
]
