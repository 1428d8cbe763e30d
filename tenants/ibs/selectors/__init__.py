"""Reads of partners and of the programme; one file a subject."""

from .partners import (
    all_partners,
    clients_of,
    downline_of,
    edges,
    holding,
    name_of,
    partner_for,
    partner_of,
    path_at,
    tree_of,
    upline_at,
    visible_to,
)

__all__ = [
    "all_partners",
    "clients_of",
    "downline_of",
    "edges",
    "holding",
    "name_of",
    "partner_for",
    "partner_of",
    "path_at",
    "tree_of",
    "upline_at",
    "visible_to",
]
