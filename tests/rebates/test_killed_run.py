"""A run killed with SIGKILL before and after each of its commits: it goes on, no line is lost and none is there twice."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from django.db.models import Count, Sum

from atrium.kernel import tenancy
from infra.commands.rebates import command
from tenants.ledger import selectors as ledger
from tenants.rebates import services
from tenants.rebates.models import Computation, Line, Posting
from tenants.rebates.verification import verify
from tests.ibs.people import family
from tests.payments.dying import KILLED, die_at
from tests.rebates.market import NOON, account, deal
from tests.rebates.test_bulk_runs import SINCE, TIERS, UNTIL, plan_of

pytestmark = pytest.mark.usefixtures("committed")

MINUTE = timedelta(minutes=1)
CASHBACK = {
    "slot": "cashback",
    "base": {"type": "per_lot"},
    "distribution": {"kind": "client", "rate": "0.3"},
    "guards": {"hedging": "net", "cap_period": {"amount": "2", "period": "month"}},
}


def run() -> Computation:
    return services.accrue_period(since=SINCE, until=UNTIL, chunk=3)


def test_killed_at_every_commit_a_run_loses_no_line_and_writes_none_twice(acme: Any) -> None:
    """A tier and a cap go on over the chunks: a line counted twice, or not at all, would change all later ones."""
    with tenancy.entered(acme):
        cast = family()
        of = account(cast.clara)
        plan_of(TIERS)
        cashback = services.draft_plan(code="cashback", name="Cashback", document=CASHBACK)
        services.publish_plan(plan_id=cashback.id, valid_from=SINCE)
        for number in range(11):
            deal(of, batch=uuid.uuid4(), at=NOON + number * MINUTE)
        # Odd steps are before a commit, even ones behind it. The last one dies before the commit of the end.
        for step, lines in ((1, 0), (2, 6), (3, 12), (2, 18), (1, 18), (2, 22), (1, 22)):
            assert die_at(step, run) == KILLED
            assert (Line.objects.count(), Posting.objects.count()) == (lines, 0)
        done = run()
        assert (done.ended_at is not None, done.deals, done.lines, done.chunks) == (True, 11, 22, 4)
        assert Computation.objects.count() == 1
        rows = Line.objects.values("deal_id", "plan").annotate(lines=Count("id"))
        assert {row["lines"] for row in rows} == {1}
        sums = dict(Line.objects.values_list("party_kind").annotate(Sum("amount")))
        assert sums == {"partner": Decimal(2 * 1 + 9 * 10), "client": Decimal(2)}
        assert ledger.balance(f"ib:{cast.ida.number}:rebates_accrued:USD").posted.plain() == "92.00"
        assert verify() == []
        assert ledger.verify() == ()
        assert run().lines == 0, "said again it writes nothing"


def test_a_kill_between_the_last_line_and_the_ledger_is_made_good(acme: Any) -> None:
    with tenancy.entered(acme):
        cast = family()
        of = account(cast.clara)
        plan_of(TIERS)
        deal(of, batch=uuid.uuid4(), at=datetime(2026, 3, 10, tzinfo=UTC))
        step = 1
        while die_at(step, run) == KILLED and not Line.objects.exists():
            step += 1
        assert (Line.objects.count(), Posting.objects.count()) == (1, 0)
        assert ledger.balance(f"ib:{cast.ida.number}:rebates_accrued:USD").posted.plain() == "0.00"
        run()
        assert (Line.objects.count(), Posting.objects.count()) == (1, 1)
        assert ledger.balance(f"ib:{cast.ida.number}:rebates_accrued:USD").posted.plain() == "1.00"
        assert verify() == []


def test_the_command_computes_what_has_no_lines_yet(acme: Any) -> None:
    with tenancy.entered(acme):
        cast = family()
        plan_of(TIERS)
        of = account(cast.clara)
        for day in (1, 31):
            deal(of, batch=uuid.uuid4(), at=datetime(2026, 3, day, 23, 59, 59, tzinfo=UTC))
        deal(of, batch=uuid.uuid4(), at=datetime(2026, 4, 1, tzinfo=UTC))
    days = ["accrue", acme.slug, "--since", "2026-03-01", "--until", "2026-03-31"]

    said = CliRunner().invoke(command, days)
    again = CliRunner().invoke(command, days)
    wrong = CliRunner().invoke(
        command, ["accrue", acme.slug, "--since", "2026-03-02", "--until", "2026-03-01"]
    )

    assert said.output.splitlines()[-1] == f"{acme.slug}: 2 deals looked at, 2 lines written and posted."
    assert again.output.splitlines()[-1] == f"{acme.slug}: 2 deals looked at, 0 lines written and posted."
    assert (wrong.exit_code, "The last day is before the first" in wrong.output) == (2, True)
    with tenancy.entered(acme):
        assert Line.objects.count() == 2
        assert ledger.balance(f"ib:{cast.ida.number}:rebates_accrued:USD").posted.plain() == "2.00"
