"""The verbs of the ledger."""

from .bulk import post_many
from .days import snapshot_day
from .periods import lock_period, unlock_period
from .posting import hold, post, reverse, settle_hold, void_hold

__all__ = [
    "hold",
    "lock_period",
    "post",
    "post_many",
    "reverse",
    "settle_hold",
    "snapshot_day",
    "unlock_period",
    "void_hold",
]
