"""Verbs on clients."""

from .converting import convert_into, convert_known
from .following import (
    follow_edit,
    note_account_opened,
    note_accounts_closed,
    note_deals,
    note_deposit,
    set_kyc_level,
)
from .registering import register_client, register_in_person, register_lead, send_password_again
from .requesting import carry_out_profile_change, request_profile_change

__all__ = [
    "carry_out_profile_change",
    "convert_into",
    "convert_known",
    "follow_edit",
    "note_account_opened",
    "note_accounts_closed",
    "note_deals",
    "note_deposit",
    "register_client",
    "register_in_person",
    "register_lead",
    "request_profile_change",
    "send_password_again",
    "set_kyc_level",
]
