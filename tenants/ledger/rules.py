"""What a posting must look like before the database is asked. The database asks again."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from atrium.kernel.errors import InvalidInput, Refused
from atrium.kernel.money import Money

from .addresses import parse
from .types import Movement

KEY_LONGEST: Final = 200
_KIND: Final = re.compile(r"[a-z][a-z0-9_.]{0,59}\Z")


def check_posting(movements: Sequence[Movement], key: str) -> None:
    check_key(key)
    if not movements:
        raise InvalidInput("A posting needs at least one movement.", field="movements")
    for movement in movements:
        _check_amount(movement)
    for kind in {movement.kind for movement in movements}:
        _check_kind(kind)
    sides = {(movement.debit, movement.money.currency) for movement in movements}
    sides |= {(movement.credit, movement.money.currency) for movement in movements}
    for address, currency in sorted(sides):
        _check_currency(address, currency)


def check_key(key: str) -> None:
    if not key.strip() or len(key) > KEY_LONGEST or not key.isprintable():
        raise InvalidInput(
            "A posting needs a key of up to 200 characters, made before the first attempt and used again by every retry.",
            field="key",
        )


def _check_amount(movement: Movement) -> None:
    if movement.money.amount_minor <= 0:
        raise InvalidInput(
            "A movement moves more than nothing; turn debit and credit round instead.", field="money"
        )
    if movement.debit == movement.credit:
        raise InvalidInput("A movement needs two different accounts.", field="credit")


def _check_kind(kind: str) -> None:
    if not _KIND.match(kind):
        raise InvalidInput(
            f"“{kind[:60]}” is not a kind of movement. Write it like deposit.settled.", field="kind"
        )


def settled_part(held: Movement, money: Money | None) -> Movement:
    """All of what is held, or a part of it."""
    if money is None or money == held.money:
        return held
    if money.currency != held.money.currency or not 0 < money.amount_minor < held.money.amount_minor:
        raise Refused(
            f"{held.money.format()} is held, so {money.format()} of it cannot be settled. Nothing was moved.",
            field="amount",
        )
    return replace(held, money=money)


def _check_currency(text: str, currency: str) -> None:
    address = parse(text)
    if address.currency != currency:
        raise InvalidInput(
            f"{currency} cannot be booked on {address}. Exchange it through fx first.", field="money"
        )
