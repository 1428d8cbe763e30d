"""A past period computed again: shown first, agreed to by a second person, then posted as it was shown."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from atrium.kernel import clock
from atrium.kernel.errors import Denied, Refused
from tenants.ibs.services import attribute_client
from tenants.ledger import selectors as ledger
from tenants.ledger.services import lock_period
from tenants.rebates import services
from tenants.rebates.models import Difference, Line, Recalculation
from tenants.rebates.services import periods, replay
from tenants.rebates.verification import verify
from tests.ibs.people import Family, client, family
from tests.rebates.lives import DAY, FEBRUARY, NEXT_DAY, applied, decided, draft, nina, olga, traded, worked
from tests.rebates.market import account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def cast(in_acme: Any) -> Family:
    services.create_default_plan(kind="levels", currency="USD")
    return family()


def cheaper() -> None:
    """5 / 1 instead of 10 / 4 / 2, from February on: whoever traded in March was paid too much."""
    services.publish_plan(plan_id=draft().id, valid_from=FEBRUARY)


def computed(by: Any = None) -> Recalculation:
    found = replay.start_recalculation(
        since=DAY, until=NEXT_DAY, reason="The plan was wrong", by=by or nina()
    )
    assert worked(found.job_id).state == "done"
    found.refresh_from_db()
    return found


def posted(found: Recalculation, by: Any) -> Recalculation:
    asked = replay.ask_to_post(recalculation_id=found.id, by=by)
    decided(asked.approval_id, olga())
    asked.refresh_from_db()
    worked(asked.job_id)
    asked.refresh_from_db()
    return asked


def accrued_of(*partners: Any) -> list[str]:
    return [ledger.balance(f"ib:{each.number}:rebates_accrued:USD").posted.plain() for each in partners]


def test_unchanged_input_gives_no_difference_and_nothing_to_post(cast: Family) -> None:
    traded(cast, 3)
    found = computed()
    assert (found.state, found.deals, found.lines) == ("ready", 3, 0)
    with pytest.raises(Refused, match="nothing to post"):
        replay.ask_to_post(recalculation_id=found.id, by=nina())


def test_the_difference_is_shown_by_partner_and_line_before_anything_is_posted(cast: Family) -> None:
    traded(cast)
    cheaper()
    found = computed()
    rows = {
        (row.partner.name, row.plan_code): [
            None if one is None else f"{one:.2f}" for one in (row.was, row.now)
        ]
        for row in found.differences.select_related("partner")
        if row.partner
    }
    assert rows == {
        ("Ida", "per-lot-v1"): ["10.00", None], ("Ida", "per-lot-v2"): [None, "5.00"],
        ("Ivan", "per-lot-v1"): ["4.00", None], ("Ivan", "per-lot-v2"): [None, "1.00"],
        ("Iris", "per-lot-v1"): ["2.00", None],
    }  # fmt: skip
    assert Line.objects.count() == 3
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["10.00", "4.00", "2.00"]


def test_agreed_to_it_is_posted_as_reversing_and_new_lines(cast: Family) -> None:
    batch = traded(cast)
    cheaper()
    by = nina()
    found = posted(computed(by), by)
    assert (found.state, found.result) == ("posted", "5 lines corrected")
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["5.00", "1.00", "0.00"]
    of_ida = Line.objects.filter(partner=cast.ida).order_by("id")
    assert [(f"{one.amount:.0f}", one.reason, one.generation) for one in of_ida] == [
        ("10", "", 0), ("-10", "correction", 1), ("5", "", 0),
    ]  # fmt: skip
    assert {line.batch_id for line in of_ida} == {batch, found.id}
    assert applied(found.approval_id) == (True, "5 lines corrected")
    assert verify() == []
    assert computed(nina()).lines == 0, "computed again nothing differs any more"


def test_who_asked_does_not_agree(cast: Family) -> None:
    traded(cast)
    cheaper()
    by = olga()
    asked = replay.ask_to_post(recalculation_id=computed(by).id, by=by)
    with pytest.raises(Denied):
        decided(asked.approval_id, by)
    assert accrued_of(cast.ida) == ["10.00"]


def test_refused_nothing_is_posted(cast: Family) -> None:
    traded(cast)
    cheaper()
    by = nina()
    asked = replay.ask_to_post(recalculation_id=computed(by).id, by=by)
    decided(asked.approval_id, olga(), "refused")
    asked.refresh_from_db()
    assert asked.state == "refused"
    assert (Line.objects.count(), accrued_of(cast.ida)) == (3, ["10.00"])


def test_what_was_paid_is_netted_by_the_next_settlement(cast: Family) -> None:
    traded(cast)
    services.settle_due(partner_id=cast.ida.id)
    cheaper()
    by = nina()
    posted(computed(by), by)
    assert accrued_of(cast.ida) == ["-5.00"]
    services.settle_due(partner_id=cast.ida.id)
    wallet = ledger.balance(f"ib:{cast.ida.number}:wallet:USD").posted
    assert (wallet.plain(), accrued_of(cast.ida)) == ("10.00", ["-5.00"]), "paid stays paid"
    traded(cast, 2)
    services.settle_due(partner_id=cast.ida.id)
    wallet = ledger.balance(f"ib:{cast.ida.number}:wallet:USD").posted
    assert (wallet.plain(), accrued_of(cast.ida)) == ("15.00", ["0.00"])
    assert verify() == []


def test_a_closed_month_stays_closed_and_is_named(cast: Family) -> None:
    traded(cast)
    cheaper()
    lock_period(through=DAY.date().replace(day=31), by=None, reason="March is reported")
    began = clock.now()
    by = nina()
    found = posted(computed(by), by)
    added = Line.objects.filter(batch_id=found.id)
    assert added.count() == 5
    assert all(line.time >= began for line in added), "none has a time of the closed month"
    reversing = added.filter(reason="correction").first()
    assert reversing is not None
    assert reversing.inputs is not None
    assert reversing.inputs["reverse"]["period"] == "2026-03"
    assert accrued_of(cast.ida) == ["5.00"]
    assert computed(nina()).lines == 0, "that they have today's time is no difference"


def test_an_open_month_keeps_the_deals_own_time(cast: Family) -> None:
    traded(cast)
    cheaper()
    by = nina()
    found = posted(computed(by), by)
    new = Line.objects.filter(batch_id=found.id, reason="")
    assert {line.time for line in new} == {DAY + timedelta(hours=12)}


def test_a_tree_put_right_in_the_past_is_found(cast: Family) -> None:
    """Carl came by nobody at the time; the broker learns later that Zoe had brought him."""
    carl = client("Carl")
    batch = uuid.uuid4()
    deal(account(carl), batch=batch)
    services.accrue(batch_id=batch)
    attribute_client(client_id=carl.id, partner_id=cast.zoe.id, at=FEBRUARY)
    by = nina()
    posted(computed(by), by)
    assert accrued_of(cast.zoe) == ["10.00"]
    assert verify() == []


def test_a_line_corrected_meanwhile_is_left_alone_and_counted(cast: Family) -> None:
    traded(cast)
    cheaper()
    by = nina()
    found = replay.ask_to_post(recalculation_id=computed(by).id, by=by)
    services.correct_deals(deal_ids=[line.deal_id for line in Line.objects.all() if line.deal_id])
    assert accrued_of(cast.ida) == ["5.00"]
    decided(found.approval_id, olga())
    found.refresh_from_db()
    worked(found.job_id)
    found.refresh_from_db()
    assert found.result == "0 lines corrected, 5 had changed since and stay as they are"
    assert accrued_of(cast.ida) == ["5.00"]
    assert verify() == []


def test_what_is_approved_is_what_was_shown(cast: Family) -> None:
    traded(cast)
    cheaper()
    by = nina()
    found = replay.ask_to_post(recalculation_id=computed(by).id, by=by)
    Difference.objects.filter(recalculation=found, now__isnull=False).update(now=99)
    decided(found.approval_id, olga())
    found.refresh_from_db()
    assert (found.state, applied(found.approval_id)[0]) == ("refused", False)
    assert accrued_of(cast.ida) == ["10.00"]


def test_two_recalculations_of_the_same_days_are_not_open_at_once(cast: Family) -> None:
    traded(cast)
    cheaper()
    first = computed()
    with pytest.raises(Refused, match="is not over"):
        computed()
    replay.drop_recalculation(recalculation_id=first.id, by=nina())
    assert computed().lines == 5


def test_posting_that_stopped_goes_on_behind_what_it_posted(cast: Family, monkeypatch: Any) -> None:
    traded(cast, 2)
    cheaper()
    by = nina()
    found = replay.ask_to_post(recalculation_id=computed(by).id, by=by)
    decided(found.approval_id, olga())
    found.refresh_from_db()
    monkeypatch.setattr(replay, "CHUNK", 3)
    from tenants.jobs import services as jobs

    assert found.job_id is not None
    jobs.run(found.job_id, turn_seconds=-1)
    assert Difference.objects.filter(recalculation=found, posted=True).count() == 3
    worked(found.job_id)
    found.refresh_from_db()
    assert (found.state, found.result) == ("posted", "10 lines corrected")
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["10.00", "2.00", "0.00"]
    assert verify() == []


def test_pieces_of_any_size_find_the_same_differences(cast: Family, monkeypatch: Any) -> None:
    traded(cast, 5)
    cheaper()
    found = []
    for size in (1, 2, 500):
        monkeypatch.setattr(periods, "AT_ONCE", size)
        run = computed()
        found.append(sorted(run.differences.values_list("source", "plan_code", "party", "was", "now")))
        replay.drop_recalculation(recalculation_id=run.id, by=nina())
    assert found[0] == found[1] == found[2]
