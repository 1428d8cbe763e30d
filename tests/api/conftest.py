"""Acme on an ordinary day: Clara has traded, Iris has earned, Fay and Finn work in finance, Sam in sales."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache

from atrium.brokers.selectors import forget_houses
from atrium.kernel import tenancy
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.connections.services import create_connection
from tenants.ibs.models import Partner
from tenants.identity.models import User
from tenants.rebates.services import accrue
from tenants.staff.services import add_member
from tenants.trading.models import Deal, TradingAccount
from tests.api.program import Program, program
from tests.payments import shop
from tests.payments.conftest import door, psp_process
from tests.payments.conftest import shop as provider
from tests.rebates import market
from tests.trading.conftest import floor, mt5

__all__ = ["door", "floor", "mt5", "provider", "psp_process"]


@dataclass
class Day:
    tenant: tenancy.Tenant
    clara: Client
    iris: Partner
    account: TradingAccount
    deal: Deal
    fay: User
    finn: User
    sam: User

    def as_(self, user: User, *scopes: str) -> Program:
        return program(self.tenant, user, *scopes)


@pytest.fixture(autouse=True)
def _full_allowance() -> Iterator[None]:
    """And afterwards nobody remembers a house as a rolled-back test left it."""
    cache.clear()
    yield
    forget_houses()


def staff(name: str, role: str, tenant: tenancy.Tenant) -> User:
    return add_member(email=f"{name.lower()}@{tenant.slug}.example", name=name, role=role).user


@pytest.fixture
def day(in_acme: tenancy.Tenant) -> Day:
    from tenants.ibs.services import attribute_client

    clara, iris = shop.clara(), shop.iris()
    attribute_client(client_id=clara.id, partner_id=iris.id, at=market.NOON.replace(month=1))
    account = market.account(clara)
    batch = new_id()
    deal = market.deal(account, batch=batch)
    accrue(batch_id=batch)
    shop.give(iris, Money(10_000, "USD"))
    for number in ("acct_Iris", "acct_Eve", "acct_1", "x"):
        shop.place_of(iris, number)
    create_connection(
        kind="psp", vendor="stripe", label="Cards",
        credentials={"secret_key": "sk_test_x", "base_url": "http://127.0.0.1:9", "webhook_secret": "whsec_x"},
    )  # fmt: skip
    people: dict[str, Any] = {
        name: staff(name.title(), role, in_acme)
        for name, role in (("fay", "Finance"), ("finn", "Finance"), ("sam", "Sales"))
    }
    return Day(in_acme, clara, iris, account, deal, **people)
