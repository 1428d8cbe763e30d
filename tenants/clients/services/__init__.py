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

__all__ = [
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
    "send_password_again",
    "set_kyc_level",
]
