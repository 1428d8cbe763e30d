"""Short words for ledger tests: one wallet each, money in dollars, and a connection past the application's role."""

import itertools
import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from atrium.kernel import tenancy
from atrium.kernel.money import Money
from tenants.ledger import addresses
from tenants.ledger.types import Movement

PSP = addresses.psp("stripe", "USD")
FEES = addresses.fees("USD")
CLARA = addresses.client_wallet(42, "USD")
IRIS = addresses.ib_wallet(7, "USD")

_counter = itertools.count(1)


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def deposit(amount: str, wallet: str = CLARA) -> Movement:
    return Movement(debit=PSP, credit=wallet, money=usd(amount), kind="deposit.settled")


def payout(amount: str, wallet: str = CLARA) -> Movement:
    return Movement(debit=wallet, credit=PSP, money=usd(amount), kind="payout.paid")


def a_key(word: str = "test") -> str:
    return f"{word}:{next(_counter)}"


@pytest.fixture
def owner(ground: Any, acme: tenancy.Tenant) -> Iterator[psycopg.Connection[Any]]:
    """The database's owner inside Acme's schema: what nobody who serves ever is."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"SET search_path = {acme.schema}")
        yield connection


@pytest.fixture
def funded(in_acme: tenancy.Tenant) -> Callable[[str, str], None]:
    from tenants.ledger import services

    def fund(amount: str, wallet: str = CLARA) -> None:
        services.post(movements=[deposit(amount, wallet)], key=a_key("fund"))

    return fund
