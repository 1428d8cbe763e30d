"""The verbs of payments, one file a family."""

from .checkouts import start_deposit
from .choosing import choose_methods
from .events import take_psp_event
from .manual import book_manual_deposit, request_deposit
from .payouts import take_decision
from .policy import set_policy
from .requesting import request_payout
from .sending import send_payout
from .settling import fail_deposit, settle_deposit, take_review_decision
from .sweeping import sweep

__all__ = [
    "book_manual_deposit",
    "choose_methods",
    "fail_deposit",
    "request_deposit",
    "request_payout",
    "send_payout",
    "set_policy",
    "settle_deposit",
    "start_deposit",
    "sweep",
    "take_decision",
    "take_psp_event",
    "take_review_decision",
]
