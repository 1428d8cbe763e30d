"""What a correction would book, what that does to balances, and how much of a case's difference it accounts for."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from atrium.kernel.errors import InvalidInput, NotFound, Refused
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.connections.models import Connection
from tenants.ibs.models import Partner
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger
from tenants.ledger.models import Account
from tenants.ledger.models import Movement as Row
from tenants.ledger.types import Movement

from .models import BankAccount, Case, Correction

HOUSE: Final = ("suspense", "adjustments", "expense", "income", "fees", "fx", "chargebacks")
"""Families of the house that may be named before anything was booked to them."""

_DEBIT_IS_IN: Final = ("psp", "bank")
"""Money that comes in there is a debit; on a trading account it is a credit."""

READ_IN_LEDGER: Final = ("balance", "client_money", "books")


@dataclass(frozen=True, slots=True)
class Effect:
    address: str
    before: Money
    after: Money

    @property
    def change(self) -> Money:
        return self.after - self.before


def of(correction: Correction) -> list[Movement]:
    if correction.kind == Correction.Kind.EXPLAIN:
        return []
    if correction.reverses is not None:
        return mirror(correction.reverses)
    return [adjustment(correction.debit, correction.credit, correction.money)]


def mirror(transaction_id: uuid.UUID) -> list[Movement]:
    rows = list(
        Row.objects.filter(ledger_transaction_id=transaction_id)
        .select_related("debit", "credit")
        .order_by("leg")
    )
    if not rows:
        raise NotFound("There is no such ledger transaction.")
    if any(row.phase not in ("posted", "post") for row in rows):
        raise Refused("A hold is settled or voided, not reversed. Nothing was asked for.")
    if any(row.reverses_id for row in rows):
        raise Refused("This is a mirror image itself. Book anew what should hold instead.")
    if Row.objects.filter(reverses__in=rows).exists():
        raise Refused("This booking was reversed before. Nothing was asked for.")
    return [row.as_movement().reversed() for row in rows]


def adjustment(debit: str, credit: str, money: Money) -> Movement:
    if money.amount_minor <= 0:
        raise InvalidInput(
            "The amount must be more than zero; turn the two accounts round instead.", field="amount"
        )
    for field, text in (("debit", debit), ("credit", credit)):
        if addresses.parse(text).currency != money.currency:
            raise InvalidInput(f"{text} is not an account in {money.currency}.", field=field)
        if not is_known(text):
            raise InvalidInput(f"There is no account {text}. Look at its spelling.", field=field)
    if debit == credit:
        raise InvalidInput("Choose two different accounts.", field="credit")
    return Movement(debit, credit, money, "correction.adjusted")


def is_known(text: str) -> bool:
    """An account that was booked to, one of the house, where a difference stands, or the wallet of somebody who is there."""
    address = addresses.parse(text)
    if address.family in HOUSE or Account.objects.filter(address=text).exists():
        return True
    if Case.objects.filter(account=text).exists() or _is_at(address):
        return True
    if address.family not in ("client", "ib") or address.path[1:] != ("wallet",):
        return False
    people = Client if address.family == "client" else Partner
    return bool(people.objects.filter(number=int(address.path[0])).exists())


def _is_at(address: addresses.Address) -> bool:
    """A bank or a provider that the broker has, before anything was booked there."""
    name = address.path[0] if address.path else ""
    if address.family == "bank":
        return bool(BankAccount.objects.filter(code=name, currency=address.currency).exists())
    return address.family == "psp" and bool(Connection.objects.filter(kind="psp", vendor=name).exists())


def preview(movements: Sequence[Movement]) -> list[Effect]:
    """Each account with its balance before and after, in the order in which the accounts are named."""
    changes: dict[str, int] = defaultdict(int)
    for one in movements:
        changes[one.debit] -= one.money.amount_minor
        changes[one.credit] += one.money.amount_minor
    before = ledger.balances(changes) if changes else {}
    return [
        Effect(
            address,
            before[address].posted,
            before[address].posted + Money(minor, before[address].posted.currency),
        )
        for address, minor in changes.items()
    ]


def remaining(case: Case) -> Money:
    """What is still to be accounted for."""
    if case.subject in READ_IN_LEDGER:
        return case.difference
    return case.difference - Money(case.explained_minor, case.currency)


def explained(case: Case, movements: Sequence[Movement]) -> int:
    if not movements:
        return remaining(case).amount_minor
    sign = 1 if _family(case.account) in _DEBIT_IS_IN else -1
    total = sum(
        sign * one.money.amount_minor * ((one.debit == case.account) - (one.credit == case.account))
        for one in movements
    )
    if not total and case.account and case.subject not in READ_IN_LEDGER:
        raise Refused(f"One of the two accounts must be {case.account}: that is where the difference stands.")
    return total


def towards(case: Case, counter: str) -> Movement:
    """The whole of what remains, between the account of the case and another one."""
    left = remaining(case)
    if not left or not case.account:
        raise Refused(
            "There is nothing to book in this case: say why instead, or book between other accounts."
        )
    money = Money(abs(left.amount_minor), left.currency)
    comes_in = left.amount_minor > 0
    debits = comes_in == (_family(case.account) in _DEBIT_IS_IN)
    debit, credit = (case.account, counter) if debits else (counter, case.account)
    return adjustment(debit, credit, money)


def _family(address: str) -> str:
    return address.partition(":")[0]
