"""Acme's partners with a day of deals, and a browser for each of them."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest

from atrium.kernel import clock
from tenants.rebates import services
from tenants.rebates.models import Line
from tests.ibs.people import Family, family
from tests.rebates.market import account, deal


@dataclass
class Cast:
    people: Family
    batch: uuid.UUID

    def line_of(self, partner, **facts):
        return Line.objects.filter(partner=partner, **facts).order_by("-time", "-id").first()


@pytest.fixture
def cast(in_acme):
    """Ida brought Clara, who closed 1 lot, 0.3 lots and 2 lots: Ida has 10 / 3 / 20, Ivan 4 / 1.2 / 8, Iris 2 / 0.6 / 4."""
    people, batch = family(), uuid.uuid4()
    of, now = account(people.clara), clock.now()
    for hours, lots, symbol in ((1, "1", "EURUSD"), (2, "0.3", "USDJPY"), (30, "2", "EURUSD")):
        deal(of, batch=batch, lots=lots, symbol=symbol, at=now - timedelta(hours=hours))
    services.accrue(batch_id=batch)
    return Cast(people, batch)


@pytest.fixture
def of(browse, acme):
    """`of(cast.people.ida)`: the IB portal as that partner sees it."""
    return lambda partner: browse(acme, "ib", partner.user)
