"""The verbs of payments, one file a family."""

from .batches import drop_batch, make_batch, mark_batch_sent
from .checkouts import start_deposit
from .choosing import choose_methods
from .deciding import cancel_withdrawal, take_decision
from .destinations import (
    add_destination,
    owner_client,
    owner_partner,
    remove_destination,
    take_destination_decision,
)
from .disputes import collect_debt, note_chargeback
from .events import take_psp_event
from .manual import book_manual_deposit, request_deposit
from .matching import match_line
from .policy import set_policy
from .proofs import add_proof
from .refunding import refund_deposit
from .requesting import request_payout
from .results import note_payout_result
from .sending import send_payout
from .settling import fail_deposit, settle_deposit, take_review_decision
from .statements import book_statement, import_statement
from .stating import ask_payout_result, book_payout_result
from .sweeping import sweep
from .terms import set_withdrawal_policy
from .withdrawing import request_withdrawal

__all__ = [
    "add_destination",
    "add_proof",
    "ask_payout_result",
    "book_manual_deposit",
    "book_payout_result",
    "book_statement",
    "cancel_withdrawal",
    "choose_methods",
    "collect_debt",
    "drop_batch",
    "fail_deposit",
    "import_statement",
    "make_batch",
    "mark_batch_sent",
    "match_line",
    "note_chargeback",
    "note_payout_result",
    "owner_client",
    "owner_partner",
    "refund_deposit",
    "remove_destination",
    "request_deposit",
    "request_payout",
    "request_withdrawal",
    "send_payout",
    "set_policy",
    "set_withdrawal_policy",
    "settle_deposit",
    "start_deposit",
    "sweep",
    "take_decision",
    "take_destination_decision",
    "take_psp_event",
    "take_review_decision",
]
