"""Our ledger beside what the trading servers, the payment providers and the banks say. Differences become cases."""

from .books import client_money
from .cases import close_case, note_on_case, own_case
from .running import Tell, reconcile, reconcile_as_work, tell_opened

__all__ = [
    "Tell",
    "client_money",
    "close_case",
    "note_on_case",
    "own_case",
    "reconcile",
    "reconcile_as_work",
    "tell_opened",
]
