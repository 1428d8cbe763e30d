"""What a partner gives its clients is dated: each deal counts by what held at its own second, also after it has changed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from atrium.kernel import clock
from tenants.ibs.models import ClientRebate
from tenants.rebates import selectors, services
from tenants.rebates.models import Line
from tests.ibs.people import family
from tests.rebates.market import account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


def test_deals_before_and_after_a_change_keep_their_own_share_and_their_trace() -> None:
    people, batch = family(), uuid.uuid4()
    noon = (clock.now() - timedelta(hours=5)).replace(microsecond=0)
    rows = [("0.20", noon - timedelta(days=30), noon), ("0.50", noon, None)]
    for share, since, until in rows:
        ClientRebate.objects.create(
            partner=people.ida, client_group="*", share=Decimal(share), valid_from=since, valid_to=until
        )
    of = account(people.clara)
    for at in (noon - timedelta(seconds=1), noon):
        deal(of, batch=batch, at=at)
    services.accrue(batch_id=batch)
    given = Line.objects.filter(client=people.clara).order_by("time")
    kept = Line.objects.filter(partner=people.ida).order_by("time")
    assert [line.amount for line in given] == [Decimal(2), Decimal(5)]
    assert [line.amount for line in kept] == [Decimal(8), Decimal(5)]
    ClientRebate.objects.create(
        partner=people.ida,
        client_group="vip",
        share=Decimal("0.90"),
        valid_from=clock.now().replace(microsecond=0),
    )
    for line in [*given, *kept]:
        trace = selectors.trace_of(line)
        assert Decimal(trace[-1]["out"]) == line.amount
        assert any(step["rule"] == "client_share" for step in trace)
