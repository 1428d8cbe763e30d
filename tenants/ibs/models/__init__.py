"""Partners, the tree they form and the programme around them; one file a subject."""

from .client_rebates import ClientRebate, ClientRebateChange
from .links import Click, Landing, Promo, Referral, ReferralLink
from .moves import TreeMove
from .partners import Partner
from .programmes import (
    Acceptance,
    Agreement,
    Application,
    Invitation,
    OwnShare,
    PartnerProgramme,
    Programme,
    ProgrammePolicy,
)
from .ranks import Rank, RankChange, RankPolicy
from .tree import ClientPartner, Dated, PartnerParent, PartnerRank, PartnerStatus

__all__ = [
    "Acceptance",
    "Agreement",
    "Application",
    "Click",
    "ClientPartner",
    "ClientRebate",
    "ClientRebateChange",
    "Dated",
    "Invitation",
    "Landing",
    "OwnShare",
    "Partner",
    "PartnerParent",
    "PartnerProgramme",
    "PartnerRank",
    "PartnerStatus",
    "Programme",
    "ProgrammePolicy",
    "Promo",
    "Rank",
    "RankChange",
    "RankPolicy",
    "Referral",
    "ReferralLink",
    "TreeMove",
]
