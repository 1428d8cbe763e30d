"""A partner's own program reads what the partner's pages show: no more of clients, nothing of strangers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from atrium.kernel import clock
from tenants.ibs import services
from tenants.ibs.services import create_partner
from tenants.ibs.services.clicks import Visit
from tenants.trading.models import Deal
from tests.api.conftest import Day
from tests.api.program import assert_problem
from tests.ibs.policies import rules_of

RESOURCES = ("partner/clients", "partner/trades", "partner/links", "partner/clicks")


def test_a_partner_reads_its_clients_masked_as_on_its_pages(day: Day) -> None:
    iris = day.as_(day.iris.user)
    (row,) = iris.get("partner/clients").json()["results"]
    assert (row["id"], row["number"], row["brought_by"]) == (
        str(day.clara.id),
        day.clara.number,
        day.iris.number,
    )
    assert (row["name"], row["email"]) == ("C…" if " " not in day.clara.lead.name else row["name"], "")
    rules_of(sight="hidden")
    assert iris.get(f"partner/clients/{day.clara.id}").json()["name"] == "–"
    rules_of(sight="full")
    whole = iris.get(f"partner/clients/{day.clara.id}").json()
    assert (whole["name"], whole["email"]) == (day.clara.lead.name, day.clara.user.email)


def test_strangers_clients_links_and_clicks_do_not_exist(day: Day) -> None:
    services.add_link(partner_id=day.iris.id, title="YouTube", code="tube")
    services.follow(code="tube", visit=Visit(ip="203.0.113.7", agent="Firefox"))
    ivan = day.as_(create_partner(name="Ivan", email="ivan@example.com", currency="USD", code="ivan").user)
    for resource in RESOURCES:
        assert ivan.get(resource).json()["results"] == [], resource
    assert_problem(ivan.get(f"partner/clients/{day.clara.id}"), 404, "not-found")


def test_links_and_clicks_are_read_without_anybodys_name(day: Day) -> None:
    link = services.add_link(partner_id=day.iris.id, title="YouTube", code="tube")
    services.follow(code="tube", visit=Visit(ip="203.0.113.7", agent="Firefox", channel="blog"))
    iris = day.as_(day.iris.user)
    (row,) = iris.get("partner/links").json()["results"]
    assert (row["code"], row["address"].endswith("/r/tube")) == ("tube", True)
    (click,) = iris.get("partner/clicks").json()["results"]
    assert (click["link_id"], click["kind"], click["channel"]) == (str(link.id), "fresh", "blog")
    assert set(click) == {"id", "at", "link_id", "code", "kind", "device", "came_from", "channel"}


def test_trades_are_those_of_the_last_thirty_days(day: Day) -> None:
    found = day.as_(day.iris.user).get("partner/trades").json()["results"]
    recent = Deal.objects.filter(action__in=["buy", "sell"], time__gte=clock.now() - timedelta(days=30))
    assert len(found) <= recent.count()
    assert all(row["client_number"] == day.clara.number for row in found)


@pytest.mark.parametrize("resource", RESOURCES)
def test_to_staff_and_clients_these_addresses_do_not_exist(day: Day, resource: str) -> None:
    for user in (day.fay, day.clara.user):
        assert_problem(day.as_(user).get(resource), 404, "not-found")
