"""What a sub-IB and the one above it agreed on is what a plan passing upwards reads, each deal by what held at its own second."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from atrium.kernel import clock
from tenants.ibs.models import OwnShare
from tenants.rebates import engine, privacy, selectors, services
from tenants.rebates.models import Line, Plan
from tenants.rebates.services.accrual import lines_of
from tenants.trading.models import Deal
from tests.ibs.people import Family, family
from tests.rebates.market import account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


def _plan(people: Family, kind: str = "bottom_up", **distribution: object) -> Plan:
    return Plan.objects.create(
        code="upwards",
        version=1,
        name="Upwards",
        published_at=clock.now(),
        status="published",
        document={
            "currency": "USD",
            "select": {"tree": [str(people.iris.number)]},
            "base": {"type": "per_lot"},
            "distribution": {"kind": kind, "rate": "10", "fraction": "0.1", **distribution},
        },
    )


def _agree(people: Family) -> None:
    """Ida keeps 60 % until noon and 75 % from then on; what Ivan agreed on is with somebody above whom he does not stand."""
    noon = _noon()
    rows = [
        (people.ida, people.ivan, "0.60", noon - timedelta(days=30), noon),
        (people.ida, people.ivan, "0.75", noon, None),
        (people.ivan, people.zoe, "0.50", noon - timedelta(days=30), None),
    ]
    for partner, parent, share, since, until in rows:
        OwnShare.objects.create(
            partner=partner, parent=parent, share=Decimal(share), valid_from=since, valid_to=until
        )


def _noon() -> datetime:
    return (clock.now() - timedelta(hours=5)).replace(microsecond=0)


def _amounts(lines: list[Line]) -> list[tuple[str, Decimal]]:
    ordered = sorted(lines, key=lambda line: (line.time, line.level or 0))
    return [(line.partner.name, line.amount) for line in ordered if line.partner]


def test_each_deal_is_shared_by_what_was_agreed_at_its_own_second() -> None:
    people, batch, noon = family(), uuid.uuid4(), _noon()
    _plan(people)
    _agree(people)
    of = account(people.clara)
    for at in (noon - timedelta(seconds=1), noon):
        deal(of, batch=batch, at=at)
    alone, _ = lines_of(batch, list(Deal.objects.filter(batch_id=batch).order_by("id")))
    services.accrue(batch_id=batch)
    lines = list(Line.objects.filter(batch_id=batch))
    # Of 10: Ida keeps 6, Ivan gives up the plan's tenth of 4. Then of 10: 7.50, and a tenth of 2.50.
    assert _amounts(lines) == [
        ("Ida", Decimal(6)),
        ("Ivan", Decimal("3.6")),
        ("Iris", Decimal("0.4")),
        ("Ida", Decimal("7.5")),
        ("Ivan", Decimal("2.25")),
        ("Iris", Decimal("0.25")),
    ]
    assert _amounts(alone) == _amounts(lines), "the engine without the production path says the same"
    for line in lines:
        assert Decimal(selectors.trace_of(line)[-1]["out"]) == line.amount
        scenario = engine.parse(selectors.explain(line))
        assert not engine.differences(scenario, engine.compute(scenario)), "any other tool gives the same"
    early = min((line for line in lines if line.partner == people.iris), key=lambda line: line.time)
    [shown] = [
        plan
        for plan in privacy.explain_for(people.iris, early)["plans"]
        if plan["distribution"]["kind"] == "bottom_up"
    ]
    assert shown["distribution"]["fractions"] == {str(people.ida.number): "0.4"}


def test_what_the_plan_says_of_a_partner_by_name_comes_before_what_was_agreed() -> None:
    people, batch, noon = family(), uuid.uuid4(), _noon()
    _plan(people, fractions={str(people.ida.number): "0.5"})
    _agree(people)
    deal(account(people.clara), batch=batch, at=noon)
    services.accrue(batch_id=batch)
    assert _amounts(list(Line.objects.filter(batch_id=batch)))[0] == ("Ida", Decimal(5))


def test_other_distributions_do_not_read_it() -> None:
    people, batch, noon = family(), uuid.uuid4(), _noon()
    _plan(people, "top_down", fraction="0.5")
    _agree(people)
    deal(account(people.clara), batch=batch, at=noon)
    services.accrue(batch_id=batch)
    assert _amounts(list(Line.objects.filter(batch_id=batch))) == [
        ("Ida", Decimal("2.5")),
        ("Ivan", Decimal("2.5")),
        ("Iris", Decimal(5)),
    ]
