"""The verbs of wallets."""

from .between import exchange, transfer_between
from .transferring import finish_transfer, sweep, transfer_of_key, transfer_to_account, transfer_to_wallet

__all__ = [
    "exchange",
    "finish_transfer",
    "sweep",
    "transfer_between",
    "transfer_of_key",
    "transfer_to_account",
    "transfer_to_wallet",
]
