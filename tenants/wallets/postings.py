"""The chart of accounts of transfers in verbs."""

from tenants.ledger import addresses
from tenants.ledger.types import Movement

from .models import Transfer


def to_account(transfer: Transfer) -> Movement:
    """Held in the wallet when it is asked for, moved when the platform has it."""
    return Movement(_wallet(transfer), _platform(transfer), transfer.money, "transfer.to_account")


def to_wallet(transfer: Transfer) -> Movement:
    return Movement(_platform(transfer), _wallet(transfer), transfer.money, "transfer.to_wallet")


def _wallet(transfer: Transfer) -> str:
    return addresses.client_wallet(transfer.client.number, transfer.currency)


def _platform(transfer: Transfer) -> str:
    account = transfer.account
    return addresses.trading(account.server.code, account.login, transfer.currency)
