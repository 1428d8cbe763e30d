"""Plans are drafted, published once, and frozen from then on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from tenants.rebates import selectors, services
from tenants.rebates.models import Plan
from tests.ibs.people import partner

pytestmark = pytest.mark.usefixtures("in_acme")

LEVELS: dict[str, Any] = {"base": {"type": "per_lot"}, "distribution": {"kind": "levels", "rates": ["5"]}}
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def draft(**changes: Any) -> Plan:
    return services.draft_plan(code="gold", name="Gold", document={**LEVELS, **changes})


def test_a_new_broker_begins_with_one_plan_in_its_currency(in_acme: object, borealis: Any) -> None:
    from atrium.kernel import tenancy

    plan = Plan.objects.get()
    assert (plan.code, plan.document["currency"], plan.status) == ("per-lot", "USD", "published")
    assert plan.document["distribution"]["rates"] == ["10", "4", "2"]
    with tenancy.entered(borealis):
        assert Plan.objects.get().document["currency"] == "EUR"


def test_the_default_plan_is_made_once() -> None:
    assert services.create_default_plan(kind="levels") == services.create_default_plan(kind="levels")
    assert Plan.objects.count() == 1


def test_a_published_plan_is_frozen_by_the_database() -> None:
    plan = services.publish_plan(plan_id=draft().id, valid_from=MARCH)
    changes: list[dict[str, Any]] = [
        {"document": {}},
        {"name": "Other"},
        {"status": "draft"},
        {"valid_from": None},
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            Plan.objects.filter(id=plan.id).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Plan.objects.filter(id=plan.id).delete()
    plan.refresh_from_db()
    assert plan.document == LEVELS


def test_a_draft_may_still_be_thrown_away() -> None:
    Plan.objects.filter(id=draft().id).delete()
    assert not Plan.objects.filter(code="gold").exists()


def test_the_next_version_ends_the_one_before() -> None:
    first = services.publish_plan(plan_id=draft().id)
    second = services.publish_plan(plan_id=draft().id, valid_from=MARCH)
    first.refresh_from_db()
    assert (first.version, first.valid_to, second.version, second.valid_to) == (1, MARCH, 2, None)
    assert second in selectors.plans_in_force(MARCH)
    assert first not in selectors.plans_in_force(MARCH)


def test_two_versions_are_not_in_force_at_once() -> None:
    services.publish_plan(plan_id=draft().id, valid_from=MARCH)
    with pytest.raises(Refused, match="in force already"):
        services.publish_plan(plan_id=draft().id, valid_from=MARCH)
    with pytest.raises(Refused):
        services.publish_plan(plan_id=draft().id)


def test_a_plan_ends_once_and_never_in_the_past() -> None:
    plan = services.publish_plan(plan_id=draft().id)
    with pytest.raises(Refused):
        services.end_plan(plan_id=plan.id, at=clock.now() - timedelta(days=1))
    services.end_plan(plan_id=plan.id)
    with pytest.raises(Refused):
        services.end_plan(plan_id=plan.id)
    with pytest.raises(NotFound):
        services.end_plan(plan_id=draft().id)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"base": {"type": "per_trade"}}, "base.type"),
        ({"distribution": {"kind": "levels", "rates": [5]}}, "distribution.rates"),
        ({"select": {"symbol": ["NOSUCH"]}}, "select.symbol"),
        ({"select": {"partner": ["999"]}}, "select.partner"),
        ({"slot": "main", "extra": "1"}, "extra"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_by_its_path(change: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidInput, match=path):
        draft(**change)
    assert not Plan.objects.filter(code="gold").exists()


@pytest.mark.parametrize("field", ["plan", "from", "to"])
def test_id_and_dates_are_not_part_of_the_document(field: str) -> None:
    with pytest.raises(InvalidInput, match="own fields"):
        draft(**{field: "x"})


@pytest.mark.parametrize(
    "change",
    [
        {"base": {"type": "cpa"}},
        {"guards": {"hedging": "net"}},
        {"guards": {"cap_period": {"amount": "100"}}},
        {
            "distribution": {
                "kind": "levels",
                "rates": [
                    {
                        "metric": "lots",
                        "convention": "whole_period",
                        "steps": [{"from": "0", "rate": "1"}],
                    }
                ],
            }
        },
    ],
)
def test_what_hangs_on_other_deals_or_events_is_published_too(change: dict[str, Any]) -> None:
    assert services.publish_plan(plan_id=draft(**change).id).status == "published"


def test_a_plan_may_name_partners_by_their_numbers() -> None:
    number = str(partner("Iris").number)
    plan = draft(distribution={"kind": "gap", "rates": {number: "5"}})
    assert services.publish_plan(plan_id=plan.id).status == "published"
