"""Where the broker wants a second person, no rebate reaches a wallet before one agreed; and then never more than was agreed to."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from atrium.kernel import clock
from atrium.kernel.errors import Denied, Refused
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.ibs.models import Partner
from tenants.ledger import selectors as ledger
from tenants.rebates import services
from tenants.rebates.models import Clawback, Line, PayoutRun, Settlement
from tenants.rebates.services import clawback, payout_runs
from tenants.rebates.verification import verify
from tenants.staff.models import Member
from tenants.staff.services import add_member
from tests.ibs.people import Family, client, family
from tests.rebates.market import NOON, account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def cast(in_acme: Any) -> Family:
    return family()


@pytest.fixture
def fiona(in_acme: Any) -> Member:
    return add_member(email="fiona@acme.example", name="Fiona", role="Administrator")


@pytest.fixture
def felix(in_acme: Any) -> uuid.UUID:
    """Who asks; Fiona decides."""
    return add_member(email="felix@acme.example", name="Felix", role="Administrator").user_id


@pytest.fixture
def asks(in_acme: Any) -> None:
    approvals.set_policy(kind="rebate_settlement", mode="always", condition={}, by=None)


def earn(of: Any, lots: str = "1") -> None:
    batch = uuid.uuid4()
    deal(account(of), batch=batch, lots=lots, at=NOON)
    services.accrue(batch_id=batch)


def wallet(of: Partner) -> str:
    return ledger.balance(f"ib:{of.number}:wallet:{of.currency}").posted.plain()


def decided(run: PayoutRun, by: Member, outcome: str = "approved") -> PayoutRun:
    assert run.approval_id
    approvals.decide(approval_id=run.approval_id, by=by.user_id, outcome=outcome, note="Looked at")
    payout_runs.take_run_decision(run_id=run.id, approval_id=run.approval_id, approved=outcome == "approved")
    payout_runs.resume_runs()
    run.refresh_from_db()
    return run


def agreed(wish: Clawback, by: Member, times: int = 1) -> None:
    """Told `times` times, as events may be."""
    assert wish.approval_id
    approvals.decide(approval_id=wish.approval_id, by=by.user_id, outcome="approved")
    for _ in range(times):
        clawback.take_clawback_decision(clawback_id=wish.id, approval_id=wish.approval_id, approved=True)


def test_nothing_is_paid_before_somebody_else_agreed(cast: Family, fiona: Member, asks: None) -> None:
    earn(cast.clara)
    assert services.settle_all_due() == 0
    assert services.settle_due(partner_id=cast.ida.id) is None
    [run] = payout_runs.propose_runs()
    assert (run.state, run.parties, str(run.asked)) == ("waiting", 3, "16.00 USD")
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris)] == ["0.00"] * 3
    run = decided(run, fiona)
    assert run.state == "done"
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris)] == ["10.00", "4.00", "2.00"]
    assert Approval.objects.get(kind="rebate_settlement").applied is True
    assert verify() == []


def test_whoever_proposed_it_does_not_agree_to_it(cast: Family, fiona: Member, asks: None) -> None:
    earn(cast.clara)
    [run] = payout_runs.propose_runs(by=fiona.user_id)
    with pytest.raises((Denied, Refused)):
        decided(run, fiona)
    assert Settlement.objects.count() == 0


def test_refused_nothing_is_paid_and_the_next_run_has_it_again(
    cast: Family, fiona: Member, asks: None
) -> None:
    earn(cast.clara)
    [run] = payout_runs.propose_runs()
    assert decided(run, fiona, "refused").state == "refused"
    assert Settlement.objects.count() == 0
    [again] = payout_runs.propose_runs()
    assert str(again.asked) == "16.00 USD"


def test_no_more_than_was_agreed_to_is_paid_and_no_more_than_is_due(
    cast: Family, fiona: Member, asks: None, felix: uuid.UUID
) -> None:
    earn(cast.clara)
    [run] = payout_runs.propose_runs()
    earn(cast.clara, "5")  # after the run: for the next one
    line = Line.objects.get(partner=cast.ivan, amount=4)
    wish = clawback.ask_clawback(
        line=line, partner=cast.ivan, reason="clawback", explanation="Traded by a robot", by=felix
    )
    agreed(wish, fiona)
    decided(run, fiona)
    # Of Ivan 24 are due and 4 were agreed to. What was taken back after the run is netted in the next.
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris)] == ["10.00", "4.00", "2.00"]
    [more] = payout_runs.propose_runs()
    assert {item.party_number: item.amount_minor for item in more.items.all()} == {
        cast.ida.number: 5000, cast.ivan.number: 1600, cast.iris.number: 1000,
    }  # fmt: skip


def test_by_the_clock_somebody_is_asked_once_a_day(cast: Family, asks: None) -> None:
    now = clock.now().replace(hour=10)
    earn(cast.clara)
    [run] = payout_runs.propose_by_the_clock(at=now)
    PayoutRun.objects.filter(id=run.id).update(state="refused", created_at=now)
    assert payout_runs.propose_by_the_clock(at=now + timedelta(hours=1)) == []
    assert len(payout_runs.propose_by_the_clock(at=now + timedelta(days=1))) == 1


def test_only_amounts_under_the_brokers_condition_are_paid_without_a_person(
    cast: Family, fiona: Member
) -> None:
    approvals.set_policy(
        kind="rebate_settlement", mode="when", condition={"field": "amount", "at_least": "5"}, by=None
    )
    earn(cast.clara)
    assert services.settle_all_due() == 2
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris)] == ["0.00", "4.00", "2.00"]
    [run] = payout_runs.propose_runs()
    assert (run.parties, str(run.asked)) == (1, "10.00 USD")


def test_an_approved_run_that_was_killed_goes_on_with_those_it_had_not_paid(
    cast: Family, fiona: Member, asks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    earn(cast.clara)
    [run] = payout_runs.propose_runs()
    monkeypatch.setattr(payout_runs, "BATCH", 1)
    assert run.approval_id
    approvals.decide(approval_id=run.approval_id, by=fiona.user_id, outcome="approved")
    payout_runs.take_run_decision(run_id=run.id, approval_id=run.approval_id, approved=True)
    assert payout_runs._pay_some(run.id) is True  # and here the worker dies
    assert Settlement.objects.count() == 1
    assert payout_runs.resume_runs() == 1
    assert payout_runs.resume_runs() == 0
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris)] == ["10.00", "4.00", "2.00"]
    assert PayoutRun.objects.get().state == "done"


def test_what_was_paid_and_is_taken_back_is_netted_with_what_comes_next(
    cast: Family, fiona: Member, felix: uuid.UUID
) -> None:
    earn(cast.clara)
    services.settle_all_due()
    line = Line.objects.get(partner=cast.ida)
    wish = clawback.ask_clawback(
        line=line, reason="clawback", explanation="Deposit was charged back", by=felix
    )
    assert Line.objects.count() == 3  # nothing before a second person agreed
    agreed(wish, fiona, times=2)
    taken = Line.objects.filter(source=wish.code)
    assert sorted(line.amount for line in taken) == [-10, -4, -2]
    assert {(line.reason, line.source_kind) for line in taken} == {("clawback", "event")}
    assert services.settle_all_due() == 0
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris)] == ["10.00", "4.00", "2.00"]
    earn(cast.clara, "1.5")
    services.settle_all_due()
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris)] == ["15.00", "6.00", "3.00"]
    assert verify() == []
    assert ledger.verify() == ()


def test_the_same_is_taken_back_once(cast: Family, fiona: Member, felix: uuid.UUID) -> None:
    earn(cast.clara)
    line = Line.objects.get(partner=cast.ida)
    asked: dict[str, Any] = {"line": line, "reason": "clawback", "explanation": "Self-referral", "by": felix}
    wish = clawback.ask_clawback(**asked)
    with pytest.raises(Refused, match="already"):
        clawback.ask_clawback(**asked)
    agreed(wish, fiona)
    with pytest.raises(Refused, match="Nothing stands"):
        clawback.ask_clawback(**asked)


def test_a_part_of_one_partner_leaves_the_others_theirs(
    cast: Family, fiona: Member, felix: uuid.UUID
) -> None:
    earn(cast.clara)
    other = client("Carl", cast.zoe)
    earn(other)
    line = Line.objects.get(partner=cast.ida)
    wish = clawback.ask_clawback(
        line=line, partner=cast.ida, reason="rejected", explanation="Own account", by=felix
    )
    agreed(wish, fiona)
    services.settle_all_due()
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris, cast.zoe)] == [
        "0.00",
        "4.00",
        "2.00",
        "10.00",
    ]
    # What is left of the source can be taken back afterwards, and only that.
    rest = clawback.ask_clawback(line=line, reason="clawback", explanation="All of it after all", by=felix)
    assert sorted(one.amount for one in clawback.standing(rest)) == [2, 4]
