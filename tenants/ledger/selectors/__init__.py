"""Reads of the ledger: balances, entries, statements, holds, days, and the proof that they agree."""

from .balances import balance, balances, pocket, trial_balance
from .entries import entries, transaction_movements
from .holds import hold
from .periods import last_sealed_day, locked_through, periods
from .rows import verify_rows
from .statements import statement
from .verification import verify

__all__ = [
    "balance",
    "balances",
    "entries",
    "hold",
    "last_sealed_day",
    "locked_through",
    "periods",
    "pocket",
    "statement",
    "transaction_movements",
    "trial_balance",
    "verify",
    "verify_rows",
]
