"""What comes back to a client from its own trades, and nothing of anybody else's."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from atrium.kernel import clock
from tenants.ibs.models import ClientRebate
from tenants.rebates import services
from tests.client_portal.conftest import portal_of
from tests.ibs.people import client, family
from tests.rebates.market import account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


def test_a_client_sees_its_part_and_each_amount_and_no_partners_figures(acme: Any) -> None:
    people, batch, now = family(), uuid.uuid4(), clock.now()
    before = now - timedelta(days=40)
    ClientRebate.objects.create(
        partner=people.ida, client_group="*", share=Decimal("0.25"), valid_from=before.replace(microsecond=0)
    )
    deal(account(people.clara), batch=batch, at=now - timedelta(minutes=1))
    services.accrue(batch_id=batch)
    page = portal_of(acme, people.clara.user).get("/rebates/").content.decode()
    assert "gives you 25.00 %" in page
    assert "2.50" in page
    for figure in ("7.50", "10.00", people.ida.name, people.iris.name):
        assert figure not in page, figure
    other = portal_of(acme, client("Carl").user).get("/rebates/").content.decode()
    assert "2.50" not in other
    assert "Nothing yet" in other
