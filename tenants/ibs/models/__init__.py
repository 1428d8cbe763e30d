"""Partners, the tree they form and the programme around them; one file a subject."""

from .partners import Partner
from .tree import ClientPartner, Dated, PartnerParent, PartnerRank, PartnerStatus

__all__ = [
    "ClientPartner",
    "Dated",
    "Partner",
    "PartnerParent",
    "PartnerRank",
    "PartnerStatus",
]
