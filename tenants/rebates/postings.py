"""The chart of accounts in verbs: which side is debit when rebates are earned, taken back and released."""

from atrium.kernel.money import Money
from tenants.ledger import addresses
from tenants.ledger.types import Movement

from .models import PartyKind


def rebates_accrued(*, party_kind: str, party_number: int, money: Money) -> Movement:
    """Earned by a party; a negative amount, after a clawback, flows back."""
    expense = addresses.expense("rebates", money.currency)
    accrued = accrued_address(party_kind, party_number, money.currency)
    if money.amount_minor < 0:
        return Movement(debit=accrued, credit=expense, money=-money, kind="rebates.taken_back")
    return Movement(debit=expense, credit=accrued, money=money, kind="rebates.accrued")


def rebates_settled(*, party_kind: str, party_number: int, money: Money) -> Movement:
    """Due and released: the party may take it out now."""
    accrued = accrued_address(party_kind, party_number, money.currency)
    return Movement(
        debit=accrued,
        credit=wallet_address(party_kind, party_number, money.currency),
        money=money,
        kind="rebates.settled",
    )


def goodwill(*, partner_number: int, money: Money) -> Movement:
    """Given for a dispute beside what the lines say; the house bears it."""
    return Movement(
        debit=addresses.expense("goodwill", money.currency),
        credit=addresses.ib_wallet(partner_number, money.currency),
        money=money,
        kind="rebates.goodwill",
    )


def accrued_address(party_kind: str, party_number: int, currency: str) -> str:
    if party_kind == PartyKind.CLIENT:
        return f"client:{party_number}:rebates_accrued:{currency}"
    return addresses.ib_rebates_accrued(party_number, currency)


def wallet_address(party_kind: str, party_number: int, currency: str) -> str:
    if party_kind == PartyKind.CLIENT:
        return addresses.client_wallet(party_number, currency)
    return addresses.ib_wallet(party_number, currency)
