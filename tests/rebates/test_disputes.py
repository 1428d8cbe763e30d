"""A partner asks about a line; the answer puts it right or says why not; how long it took is known."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from atrium.kernel.errors import AtriumError, Conflict, InvalidInput, NotFound, Refused
from atrium.kernel.money import Money
from tenants.approvals import services as approvals
from tenants.ledger import selectors as ledger
from tenants.notifications.models import Notification
from tenants.outbox.models import Event
from tenants.rebates import selectors, services
from tenants.rebates.models import Dispute, Line
from tenants.rebates.services import disputes
from tenants.rebates.services.goodwill import ask_goodwill, take_goodwill_decision
from tenants.rebates.verification import verify
from tests.ibs.people import Family, family
from tests.rebates.lives import FEBRUARY, draft, nina, olga, traded

pytestmark = pytest.mark.usefixtures("in_acme")
QUESTION = "I was promised 12 a lot."


@pytest.fixture
def cast(in_acme: Any) -> Family:
    services.create_default_plan(kind="levels", currency="USD")
    return family()


@pytest.fixture
def line(cast: Family) -> Line:
    traded(cast)
    return Line.objects.get(partner=cast.ida)


def asked(cast: Family, line: Line) -> Dispute:
    return disputes.open_dispute(partner=cast.ida, line_id=line.pk, text=QUESTION)


def test_a_question_reaches_those_who_decide(cast: Family, line: Line) -> None:
    reader, other = nina(), olga()
    dispute = asked(cast, line)
    told = set(Notification.objects.filter(key=f"dispute:{dispute.id}").values_list("user_id", flat=True))
    assert {reader.user_id, other.user_id} <= told
    [event] = Event.objects.filter(kind="dispute.changed")
    assert event.payload == {"dispute_id": str(dispute.id), "partner_id": str(cast.ida.id)}


def test_only_ones_own_lines_are_asked_about(cast: Family, line: Line) -> None:
    with pytest.raises(NotFound):
        disputes.open_dispute(partner=cast.zoe, line_id=line.pk, text=QUESTION)
    with pytest.raises(NotFound):
        disputes.open_dispute(partner=cast.ida, line_id=10**12, text=QUESTION)
    assert not Dispute.objects.exists()


def test_a_line_has_one_open_question(cast: Family, line: Line) -> None:
    first = asked(cast, line)
    with pytest.raises(Conflict, match="already"):
        asked(cast, line)
    disputes.withdraw_dispute(partner=cast.ida, dispute_id=first.id)
    assert asked(cast, line).number == first.number + 1


def test_a_question_says_something(cast: Family, line: Line) -> None:
    with pytest.raises(InvalidInput):
        disputes.open_dispute(partner=cast.ida, line_id=line.pk, text="  ?  ")


def test_upheld_the_deal_is_computed_again_and_the_difference_posted(cast: Family, line: Line) -> None:
    dispute = asked(cast, line)
    better = draft(distribution={"kind": "levels", "rates": ["12", "4", "2"]})
    services.publish_plan(plan_id=better.id, valid_from=FEBRUARY)
    answered = disputes.uphold_dispute(
        dispute_id=dispute.id, answer="The old plan was in force too long.", by=nina()
    )
    assert answered.state == "upheld"
    assert ledger.balance(f"ib:{cast.ida.number}:rebates_accrued:USD").posted.plain() == "12.00"
    assert answered.batch_id is not None
    mine = Line.objects.filter(batch_id=answered.batch_id, partner=cast.ida).order_by("id")
    assert sorted(f"{one.amount:.0f}" for one in mine) == ["-10", "12"]
    assert verify() == []


def test_upheld_without_any_difference_it_stays_open(cast: Family, line: Line) -> None:
    dispute = asked(cast, line)
    with pytest.raises(Refused, match="gives the same"):
        disputes.uphold_dispute(dispute_id=dispute.id, answer="You are right.", by=nina())
    dispute.refresh_from_db()
    assert (dispute.state, Line.objects.count()) == ("open", 3)


def test_refused_it_says_why_and_posts_nothing(cast: Family, line: Line) -> None:
    dispute = asked(cast, line)
    with pytest.raises(InvalidInput):
        disputes.refuse_dispute(dispute_id=dispute.id, answer="", by=nina())
    answered = disputes.refuse_dispute(
        dispute_id=dispute.id, answer="10 a lot is what was agreed.", by=nina()
    )
    assert (answered.state, answered.answer, Line.objects.count()) == (
        "refused",
        "10 a lot is what was agreed.",
        3,
    )


def test_an_answer_is_given_once(cast: Family, line: Line) -> None:
    dispute = asked(cast, line)
    disputes.refuse_dispute(dispute_id=dispute.id, answer="As agreed.", by=nina())
    with pytest.raises(Refused, match="already"):
        disputes.uphold_dispute(dispute_id=dispute.id, answer="Or not.", by=nina())
    with pytest.raises(Refused):
        disputes.withdraw_dispute(partner=cast.ida, dispute_id=dispute.id)


def test_only_who_may_decide_does(cast: Family, line: Line) -> None:
    from tenants.staff.services import add_member

    rita = add_member(email="rita-disputes@acme.example", name="Rita", role="Risk")
    dispute = asked(cast, line)
    for verb in (disputes.uphold_dispute, disputes.refuse_dispute):
        with pytest.raises(NotFound):
            verb(dispute_id=dispute.id, answer="Because.", by=rita)
    with pytest.raises(NotFound):
        disputes.withdraw_dispute(partner=cast.zoe, dispute_id=dispute.id)
    with pytest.raises(NotFound):
        disputes.refuse_dispute(dispute_id=uuid.uuid4(), answer="Because.", by=nina())


def test_the_time_to_an_answer_is_measured(cast: Family, line: Line) -> None:
    dispute = asked(cast, line)
    answered = disputes.refuse_dispute(dispute_id=dispute.id, answer="As agreed.", by=nina())
    Dispute.objects.filter(id=dispute.id).update(opened_at=answered.opened_at - timedelta(hours=5))
    found = selectors.disputes_measured()
    assert (found.open, found.answered) == (0, 1)
    assert str(found.median_hours) == str(found.longest_hours) == "5"


def test_goodwill_is_booked_once_to_the_wallet_when_a_second_person_agreed(cast: Family, line: Line) -> None:
    reader, boss = nina(), olga()
    dispute = asked(cast, line)
    lines = Line.objects.count()
    said: Any = {"dispute_id": dispute.id, "explanation": "You had to wait for long.", "by": reader}
    with pytest.raises(InvalidInput):
        ask_goodwill(**said, money=Money.of("5", "EUR"))
    row = ask_goodwill(**said, money=Money.of("12.50", "USD"))
    with pytest.raises(Conflict):
        ask_goodwill(**said, money=Money.of("1", "USD"))
    wallet = f"ib:{cast.ida.number}:wallet:USD"
    assert ledger.balance(wallet).posted == Money.of("0", "USD"), "nothing is booked before"
    assert row.approval_id is not None
    with pytest.raises(AtriumError):
        approvals.decide(approval_id=row.approval_id, by=reader.user_id, outcome="approved", note="")
    approvals.decide(approval_id=row.approval_id, by=boss.user_id, outcome="approved", note="")
    for _ in range(2):
        take_goodwill_decision(goodwill_id=row.id, approval_id=row.approval_id, approved=True)
    row.refresh_from_db()
    assert (row.state, ledger.balance(wallet).posted) == ("paid", Money.of("12.50", "USD"))
    assert ledger.balance("expense:goodwill:USD").posted == Money.of("-12.50", "USD")
    assert (Line.objects.count(), verify()) == (lines, []), "no line of it, and the subledger agrees"
    assert Notification.objects.filter(user=cast.ida.user, key=f"goodwill:{row.id}").count() == 1


def test_goodwill_that_is_refused_books_nothing_and_may_be_asked_for_again(cast: Family, line: Line) -> None:
    reader, boss = nina(), olga()
    dispute = asked(cast, line)
    said: Any = {"dispute_id": dispute.id, "explanation": "You had to wait.", "by": reader}
    row = ask_goodwill(**said, money=Money.of("12.50", "USD"))
    assert row.approval_id is not None
    approvals.decide(approval_id=row.approval_id, by=boss.user_id, outcome="refused", note="Too much.")
    take_goodwill_decision(goodwill_id=row.id, approval_id=row.approval_id, approved=False)
    row.refresh_from_db()
    assert (row.state, ledger.balance(f"ib:{cast.ida.number}:wallet:USD").posted.amount_minor) == (
        "refused",
        0,
    )
    assert ask_goodwill(**said, money=Money.of("5", "USD")).state == "waiting"
