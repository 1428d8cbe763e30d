"""A draft over the past: what it would have cost beside what was paid and earned, by cell, and never any money."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from atrium.kernel.errors import InvalidInput, NotFound
from tenants.jobs import services as jobs
from tenants.jobs.models import Job, Progress
from tenants.ledger import selectors as ledger
from tenants.rebates import services
from tenants.rebates.models import Cell, Line, Plan, WhatIf
from tenants.rebates.services import periods, whatif
from tenants.rebates.verification import verify
from tenants.staff.services import add_member
from tests.ibs.people import Family, family
from tests.rebates.lives import DAY, LEVELS, NEXT_DAY, draft, nina, traded, worked
from tests.rebates.market import NOON

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def cast(in_acme: Any) -> Family:
    services.create_default_plan(kind="levels", currency="USD")
    return family()


def tried(plan: Plan) -> WhatIf:
    run = whatif.start_what_if(plan_id=plan.id, since=DAY, until=NEXT_DAY, by=nina())
    assert worked(run.job_id).state == "done"
    run.refresh_from_db()
    return run


def cell(run: WhatIf, by: str, key: str) -> list[str]:
    found = Cell.objects.get(what_if=run, by=by, key=key)
    return [f"{one:.2f}" for one in (found.revenue, found.cost_before, found.cost, found.margin)]


def test_cost_is_shown_beside_what_was_paid_and_earned(cast: Family) -> None:
    traded(cast, 2)
    traded(cast, 1, symbol="USDJPY", lots="2", commission="-20")
    run = tried(draft())
    assert [f"{one:.2f}" for one in (run.revenue, run.cost_before, run.cost, run.margin)] == [
        "34.00", "64.00", "24.00", "10.00",
    ]  # fmt: skip
    assert (run.deals, run.lines, run.left_out) == (3, 6, 0)
    assert cell(run, "symbol", "EURUSD") == ["14.00", "32.00", "12.00", "2.00"]
    assert cell(run, "symbol", "USDJPY") == ["20.00", "32.00", "12.00", "8.00"]
    assert cell(run, "partner", str(cast.ida.number)) == ["34.00", "40.00", "20.00", "14.00"]
    assert cell(run, "partner", str(cast.iris.number)) == ["0.00", "8.00", "0.00", "0.00"]


def test_a_cell_at_a_loss_is_one_that_pays_more_than_it_earns(cast: Family) -> None:
    traded(cast, 1, commission="-1")
    traded(cast, 1, symbol="USDJPY", commission="-20")
    run = tried(draft())
    losing = [one.key for one in run.cells.filter(by="cross") if one.margin < 0]
    assert losing == ["live\\std · EURUSD"]


def test_nothing_is_posted_and_no_line_is_written(cast: Family) -> None:
    traded(cast)
    lines = Line.objects.count()
    tried(draft(distribution={"kind": "levels", "rates": ["100"]}))
    assert Line.objects.count() == lines
    assert ledger.balance(f"ib:{cast.ida.number}:rebates_accrued:USD").posted.plain() == "10.00"
    assert verify() == []


def test_a_draft_that_was_tried_says_so_until_it_is_changed(cast: Family) -> None:
    traded(cast)
    plan = draft()
    tried(plan)
    plan.refresh_from_db()
    assert plan.status == "simulated"
    services.plans.change_draft(plan_id=plan.id, name="Next", document={**LEVELS, "slot": "x"})
    plan.refresh_from_db()
    assert plan.status == "draft"


def test_a_draft_edited_while_it_is_tried_changes_nothing_of_the_run(cast: Family) -> None:
    traded(cast)
    plan = draft()
    run = whatif.start_what_if(plan_id=plan.id, since=DAY, until=NEXT_DAY, by=nina())
    changed = {**LEVELS, "distribution": {"kind": "levels", "rates": ["99"]}}
    services.plans.change_draft(plan_id=plan.id, name="Next", document=changed)
    worked(run.job_id)
    run.refresh_from_db()
    plan.refresh_from_db()
    assert f"{run.cost:.2f}" == "6.00"
    assert plan.status == "draft", "what it says now was not tried"


def test_a_worker_that_dies_between_pieces_counts_nothing_twice(cast: Family, monkeypatch: Any) -> None:
    for minute in range(4):
        traded(cast, 1, at=NOON + timedelta(minutes=minute))
    monkeypatch.setattr(periods, "AT_ONCE", 1)
    run = whatif.start_what_if(plan_id=draft().id, since=DAY, until=NEXT_DAY, by=nina())
    assert run.job_id is not None
    jobs.run(run.job_id, turn_seconds=-1)
    progress = Progress.objects.get(job_id=run.job_id)
    assert (progress.done, Job.objects.get(id=run.job_id).state) == (1, "running")
    monkeypatch.setattr(periods, "AT_ONCE", 2)
    assert worked(run.job_id).state == "done"
    run.refresh_from_db()
    assert (run.deals, f"{run.cost:.2f}", f"{run.cost_before:.2f}") == (4, "24.00", "64.00")


def test_pieces_of_any_size_give_the_same(cast: Family, monkeypatch: Any) -> None:
    traded(cast, 5)
    sums = set()
    for size in (1, 2, 500):
        monkeypatch.setattr(periods, "AT_ONCE", size)
        run = tried(draft())
        sums.add((run.cost, run.cost_before, run.revenue, run.deals))
    assert len(sums) == 1


def test_a_plan_that_looks_at_the_whole_month_is_tried_whole(cast: Family) -> None:
    """Two lots on the first of the month, one at noon of the tenth: from two lots on the rate is 10, for all of them."""
    traded(cast, 1, lots="2", at=NOON.replace(day=1))
    traded(cast, 1, lots="1")
    steps = [{"from": "0", "rate": "1"}, {"from": "3", "rate": "10"}]
    table = {"metric": "lots", "convention": "whole_period", "steps": steps}
    run = tried(draft(distribution={"kind": "levels", "rates": [table]}))
    assert (run.deals, f"{run.cost:.2f}") == (1, "10.00"), (
        "only the day's own deal counts, at the month's rate"
    )


def test_a_deal_that_lacks_something_is_counted_and_in_no_sum(cast: Family) -> None:
    traded(cast, 1)
    traded(cast, 1, symbol="UNHEARD")
    run = tried(draft())
    assert (run.deals, run.left_out, f"{run.cost:.2f}") == (1, 1, "6.00")


@pytest.mark.parametrize(
    ("since", "until"), [(NEXT_DAY, DAY), (DAY - timedelta(days=500), DAY), (DAY.replace(year=2200), DAY.replace(year=2201))]
)  # fmt: skip
def test_a_period_that_makes_no_sense_is_refused(cast: Family, since: Any, until: Any) -> None:
    with pytest.raises(InvalidInput):
        whatif.start_what_if(plan_id=draft().id, since=since, until=until, by=nina())
    assert not WhatIf.objects.exists()
    assert not Job.objects.exists()


def test_only_who_may_change_plans_tries_them(cast: Family) -> None:
    sam = add_member(email="sam-tries@acme.example", name="Sam", role="Sales")
    with pytest.raises(NotFound):
        whatif.start_what_if(plan_id=draft().id, since=DAY, until=NEXT_DAY, by=sam)
    assert Decimal(WhatIf.objects.count()) == 0
