"""Verbs on partners. A change of tree, rank, status or client is a new dated row; what was stays as it was."""

from .clicks import follow
from .client_rebates import give_client_rebate, take_back_change
from .clients import attribute_client, share_client
from .invitations import invite, send_invitation_again, withdraw_invitation
from .links import add_link, add_promo, change_link, save_landing, switch_promo
from .partners import create_partner, index_partners, set_status
from .policy import save_policy
from .programmes import (
    accept_agreement,
    agree_own_share,
    draft_agreement,
    join_programme,
    publish_agreement,
    save_programme,
)
from .referrals import choose_referral, note_referral, take_referral
from .tree import set_parent, set_rank

__all__ = [
    "accept_agreement",
    "add_link",
    "add_promo",
    "agree_own_share",
    "attribute_client",
    "change_link",
    "choose_referral",
    "create_partner",
    "draft_agreement",
    "follow",
    "give_client_rebate",
    "index_partners",
    "invite",
    "join_programme",
    "note_referral",
    "publish_agreement",
    "save_landing",
    "save_policy",
    "save_programme",
    "send_invitation_again",
    "set_parent",
    "set_rank",
    "set_status",
    "share_client",
    "switch_promo",
    "take_back_change",
    "take_referral",
    "withdraw_invitation",
]
