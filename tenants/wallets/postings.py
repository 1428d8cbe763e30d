"""The chart of accounts of transfers and exchanges in verbs."""

from tenants.ledger import addresses
from tenants.ledger.types import Movement

from .models import Transfer, WalletTransfer


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


def between_wallets(made: WalletTransfer) -> list[Movement]:
    """In one currency from wallet to wallet. In two through the clearing account of each, which carry the open position
    at the reference rate; the broker's spread is income at once. Currencies never meet in one movement.
    """
    source = _pocket(made.from_kind, made.from_number, made.from_currency)
    target = _pocket(made.to_kind, made.to_number, made.to_currency)
    word = "exchange" if made.is_exchange else "transfer.between"
    if made.from_currency == made.to_currency:
        return [Movement(source, target, made.sold, word)]
    clearing = addresses.fx(made.to_currency)
    movements = [
        Movement(source, addresses.fx(made.from_currency), made.sold, f"{word}.sold"),
        Movement(clearing, target, made.bought, f"{word}.bought"),
    ]
    if made.spread:
        income = addresses.income("fx_spread", made.to_currency)
        movements.append(Movement(clearing, income, made.spread, f"{word}.spread"))
    return movements


def _pocket(kind: str, number: int, currency: str) -> str:
    if kind == WalletTransfer.Party.IB:
        return addresses.ib_wallet(number, currency)
    return addresses.client_wallet(number, currency)
