"""Verbs on partners. A change of tree, rank, status or client is a new dated row; what was stays as it was."""

from .clients import attribute_client, share_client, take_referral
from .partners import create_partner, index_partners, set_status
from .tree import set_parent, set_rank

__all__ = [
    "attribute_client",
    "create_partner",
    "index_partners",
    "set_parent",
    "set_rank",
    "set_status",
    "share_client",
    "take_referral",
]
