"""Reads of the ledger: balances, entries, holds, and the proof that they agree."""

from .balances import balance, balances, trial_balance
from .entries import entries, transaction_movements
from .holds import hold
from .rows import verify_rows
from .verification import verify

__all__ = [
    "balance",
    "balances",
    "entries",
    "hold",
    "transaction_movements",
    "trial_balance",
    "verify",
    "verify_rows",
]
