"""The verbs of payments, one file a family."""

from .checkouts import start_deposit
from .choosing import choose_methods
from .deciding import cancel_withdrawal, take_decision
from .destinations import add_destination, remove_destination, take_destination_decision
from .disputes import collect_debt, note_chargeback
from .events import take_psp_event
from .manual import book_manual_deposit, request_deposit
from .policy import set_policy
from .refunding import refund_deposit
from .requesting import request_payout
from .results import note_payout_result
from .sending import send_payout
from .settling import fail_deposit, settle_deposit, take_review_decision
from .sweeping import sweep
from .terms import set_withdrawal_policy
from .withdrawing import request_withdrawal

__all__ = [
    "add_destination",
    "book_manual_deposit",
    "cancel_withdrawal",
    "choose_methods",
    "collect_debt",
    "fail_deposit",
    "note_chargeback",
    "note_payout_result",
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
