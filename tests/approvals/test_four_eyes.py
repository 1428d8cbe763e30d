"""Somebody asks, somebody else with the permission decides, and what is decided is what was asked."""

import uuid
from typing import Any

import pytest

from atrium.kernel.errors import Conflict, Denied, InvalidInput, NotFound, Refused
from atrium.kernel.money import Money
from tenants.approvals import selectors, services
from tenants.approvals.models import Approval, Decision
from tenants.identity.models import User
from tenants.outbox.models import Event
from tenants.staff.services import add_member, end_membership

pytestmark = pytest.mark.usefixtures("in_acme")

SUBJECT = uuid.uuid4()
FACTS = {"destination": "TR76 0001", "partner": "Iris"}
AMOUNT = Money.of("120.00", "USD")


def colleague(name: str, role: str = "Finance") -> User:
    return add_member(email=f"{name.lower()}@acme.example", name=name, role=role).user


@pytest.fixture
def maker() -> User:
    return colleague("Mara")


@pytest.fixture
def checker() -> User:
    return colleague("Chen")


def asked(by: User | None, **changes: Any) -> Approval:
    facts: dict[str, Any] = {
        "kind": "payout",
        "subject_id": SUBJECT,
        "title": "Payout of 120.00 USD to Iris",
        "facts": FACTS,
        "permission": "payouts.approve",
        "requested_by": by.id if by else None,
        "money": AMOUNT,
    }
    return services.ask(**(facts | changes))


def decide(approval: Approval, by: User, outcome: str = "approved", **more: str) -> Approval:
    return services.decide(approval_id=approval.id, by=by.id, outcome=outcome, **more)


def announced() -> list[tuple[str, str]]:
    rows = Event.objects.filter(kind__startswith="approval.").order_by("id")
    return [(row.kind, row.payload["outcome"]) for row in rows]


def test_a_second_person_approves(maker: User, checker: User) -> None:
    approval = decide(asked(maker), checker)

    assert (approval.state, approval.decision.by) == ("approved", checker)
    assert announced() == [("approval.asked", ""), ("approval.decided", "approved")]
    assert Event.objects.get(kind="approval.decided").payload == {
        "approval_id": str(approval.id),
        "kind": "payout",
        "subject_id": str(SUBJECT),
        "outcome": "approved",
    }


def test_nobody_decides_what_they_asked_for(maker: User) -> None:
    approval = asked(maker)

    for outcome in ("approved", "refused"):
        with pytest.raises(Denied, match="yourself"):
            decide(approval, maker, outcome, note="mine")
    approval.refresh_from_db()
    assert (approval.state, Decision.objects.count()) == ("pending", 0)
    assert not selectors.may_decide(maker, approval)


def test_two_log_ins_of_one_person_are_one_pair_of_eyes(maker: User, checker: User) -> None:
    """The partner who asks and the colleague who approves are the same human being."""
    approval = asked(maker)
    checker.person = maker.person
    checker.save()

    with pytest.raises(Denied, match="yourself"):
        decide(approval, checker)
    assert not selectors.may_decide(checker, approval)


def test_a_role_without_the_permission_does_not_decide(maker: User) -> None:
    sam = colleague("Sam", "Sales")

    with pytest.raises(Denied, match="role"):
        decide(asked(maker), sam)
    assert announced() == [("approval.asked", "")]


def test_authority_ends_with_the_membership(maker: User, checker: User) -> None:
    approval = asked(maker)
    end_membership(checker.member)

    with pytest.raises(Denied):
        decide(approval, checker)


def test_a_decision_stands(maker: User, checker: User) -> None:
    approval = decide(asked(maker), checker, "refused", note="The account is not hers.")

    with pytest.raises(Conflict, match="refused before"):
        decide(approval, colleague("Third"))
    approval.refresh_from_db()
    assert (approval.state, approval.decision.note) == ("refused", "The account is not hers.")


def test_a_refusal_says_why(maker: User, checker: User) -> None:
    with pytest.raises(InvalidInput, match="why"):
        decide(asked(maker), checker, "refused")


@pytest.mark.parametrize("outcome", ["pending", "", "yes"])
def test_only_yes_or_no_is_an_answer(maker: User, checker: User, outcome: str) -> None:
    with pytest.raises(InvalidInput):
        decide(asked(maker), checker, outcome)


def test_the_same_question_twice_is_one_question(maker: User) -> None:
    assert asked(maker).id == asked(maker).id
    assert announced() == [("approval.asked", "")]


@pytest.mark.parametrize(
    "change", [{"money": Money.of("121", "USD")}, {"facts": FACTS | {"destination": "TR00"}}]
)
def test_an_open_question_is_not_replaced_by_another(maker: User, change: dict[str, Any]) -> None:
    asked(maker)
    with pytest.raises(Conflict):
        asked(maker, **change)


def test_a_question_changed_after_it_was_asked_is_not_decided(maker: User, checker: User) -> None:
    approval = asked(maker)
    Approval.objects.filter(id=approval.id).update(amount_minor=1_200_000)

    with pytest.raises(Conflict, match="not what was shown"):
        decide(approval, checker)
    assert Decision.objects.count() == 0


def test_what_the_deciders_page_showed_must_be_what_was_asked(maker: User, checker: User) -> None:
    approval = asked(maker)

    with pytest.raises(Conflict):
        decide(approval, checker, facts_hash="0" * 64)
    assert decide(approval, checker, facts_hash=approval.facts_hash).state == "approved"


def test_only_what_was_approved_may_be_done(maker: User, checker: User) -> None:
    approval = asked(maker)
    with pytest.raises(Refused, match="not been approved"):
        services.require_approved(approval_id=approval.id, facts=FACTS, money=AMOUNT)
    decide(approval, checker)

    services.require_approved(approval_id=approval.id, facts=FACTS, money=AMOUNT)
    for other in (
        {"facts": FACTS | {"destination": "TR00"}, "money": AMOUNT},
        {"facts": FACTS, "money": -AMOUNT},
    ):
        with pytest.raises(Refused, match="not what would be done"):
            services.require_approved(approval_id=approval.id, **other)  # type: ignore[arg-type]


def test_amounts_among_the_facts_are_text(maker: User) -> None:
    with pytest.raises(TypeError, match="no floats"):
        asked(maker, facts={"rate": 1.1})


def test_the_house_may_ask_and_anybody_permitted_decides(checker: User) -> None:
    assert decide(asked(None), checker).state == "approved"


def test_the_queue_is_for_those_who_may_see_it(maker: User, checker: User) -> None:
    approval = asked(maker)
    sam = colleague("Sam", "Sales")

    assert list(selectors.queue_for(checker)) == [approval]
    assert list(selectors.queue_for(sam)) == []
    with pytest.raises(NotFound):
        selectors.approval_for(sam, approval.id)
    decide(approval, checker)
    assert list(selectors.queue_for(checker)) == []
    assert list(selectors.decided_for(checker)) == [approval]


def test_the_other_brokers_question_does_not_exist(maker: User, checker: User, borealis: Any) -> None:
    from atrium.kernel import tenancy

    approval = asked(maker)
    with tenancy.entered(borealis), pytest.raises(NotFound):
        decide(approval, checker)
    approval.refresh_from_db()
    assert approval.state == "pending"
