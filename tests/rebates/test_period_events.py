"""Acquisitions, leads, copy fees and net losses are tried on the past and recalculated like deals."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tenants.ledger import selectors as ledger
from tenants.rebates import services
from tenants.rebates.models import Cell, Happening, Line, Plan, Recalculation
from tenants.rebates.verification import verify
from tests.ibs.people import BEGINNING, Family, family
from tests.rebates.lives import FEBRUARY, nina
from tests.rebates.market import NOON, account, deal
from tests.rebates.test_replay import accrued_of, computed, posted
from tests.rebates.test_what_if import tried

pytestmark = pytest.mark.usefixtures("in_acme")

LOSSES: dict[str, Any] = {"base": {"type": "net_loss", "carry": "reset", "period": "day"}}


@pytest.fixture
def cast(in_acme: Any) -> Family:
    return family()


def drafted(rate: str, code: str = "lead", **document: Any) -> Plan:
    base = {"base": {"type": "cpl"}, "distribution": {"kind": "levels", "rates": [rate]}}
    return services.draft_plan(code=code, name=code, document={**base, **document})


def published(rate: str, code: str = "lead", *, at: datetime = BEGINNING, **document: Any) -> Plan:
    return services.publish_plan(plan_id=drafted(rate, code, **document).id, valid_from=at)


def lead(cast: Family, code: str, *, valid: bool = True, hours: int = 0) -> None:
    facts = {"phone_verified": True, "email_verified": True, "unique": valid}
    Happening.objects.create(
        code=code, kind="lead", at=NOON + timedelta(hours=hours), client=cast.clara, facts=facts
    )


def lost(cast: Family) -> None:
    """Two deals, which pay 10, 4 and 2 each besides."""
    of, batch = account(cast.clara), uuid.uuid4()
    for profit in ("-100", "30"):
        deal(of, batch=batch, profit=Decimal(profit))
    services.accrue(batch_id=batch)


def test_a_draft_for_leads_has_its_cost_beside_what_was_paid(cast: Family) -> None:
    published("20")
    lead(cast, "l1")
    lead(cast, "l2")
    lead(cast, "l3", valid=False)
    lead(cast, "l4", hours=-24)  # the day before
    services.accrue_events(at=NOON + timedelta(hours=1))
    run = tried(drafted("30"))
    assert [f"{one:.2f}" for one in (run.cost_before, run.cost, run.revenue)] == ["40.00", "60.00", "0.00"]
    assert (run.deals, run.lines, run.left_out) == (0, 3, 0)
    cell = Cell.objects.get(what_if=run, by="partner")
    assert (cell.key, f"{cell.cost_before:.2f}", f"{cell.cost:.2f}") == (
        str(cast.ida.number),
        "40.00",
        "60.00",
    )
    assert Line.objects.count() == 4, "nothing is written by a trial"


def test_a_draft_for_net_losses_counts_the_period_as_over(cast: Family) -> None:
    lost(cast)
    run = tried(drafted("0.2", "losses", **LOSSES))
    assert (f"{run.cost:.2f}", f"{run.cost_before:.2f}", run.lines) == ("46.00", "32.00", 7)


def test_lines_of_events_and_periods_are_recalculated_and_posted_once(cast: Family) -> None:
    published("20")
    published("0.2", "losses", slot="loss", **LOSSES)
    lead(cast, "l1")
    lead(cast, "l4", hours=-24)
    lost(cast)
    later = NOON + timedelta(days=1)
    assert services.accrue_events(at=later).lines == 3
    assert computed().lines == 0, "nothing changed"
    Recalculation.objects.update(state="dropped")
    published("25", at=FEBRUARY)
    published("0.1", "losses", at=FEBRUARY, slot="loss", **LOSSES)
    assert services.accrue_events(at=later).lines == 0, "what is paid is not paid again by a later version"

    by = nina()
    found = computed(by)
    rows = found.differences.order_by("source", "plan_code").values_list("source", "plan_code", "was", "now")
    assert [
        (source, plan, was and f"{was:.2f}", now and f"{now:.2f}") for source, plan, was, now in rows
    ] == [
        ("2026-03-10", "losses-v1", "14.00", None),
        ("2026-03-10", "losses-v2", None, "7.00"),
        ("l1", "lead-v1", "20.00", None),
        ("l1", "lead-v2", None, "25.00"),
    ]
    done = posted(found, by)
    assert done.state == "posted"
    # 20 of the day before, 25 and 7 of this one, and 20 of the deals.
    assert accrued_of(cast.ida) == ["72.00"]
    assert ledger.balance("expense:rebates:USD").posted.plain() == "-84.00"
    assert computed(by).lines == 0
    assert verify() == []
