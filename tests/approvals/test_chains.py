"""Which steps a request goes through, in which order, and who may decide each of them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from atrium.kernel.errors import Conflict, Denied, InvalidInput, Refused
from atrium.kernel.money import Money
from tenants.approvals import selectors, services
from tenants.approvals.models import Approval, Chain, Step
from tenants.rates.services import record_rate
from tenants.staff.models import Desk, Role
from tests.approvals.people import (
    FACTS,
    asked,
    by_permission,
    by_role,
    chain,
    colleague,
    decide,
    leader,
    now,
    role,
    told,
    user,
)

pytestmark = pytest.mark.usefixtures("in_acme")


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def states(approval: Approval) -> list[str]:
    return list(approval.steps.filter(round=approval.round).order_by("place").values_list("state", flat=True))


def test_without_a_chain_it_is_one_step_by_the_kinds_permission() -> None:
    approval = asked(colleague("Mara"))
    step = approval.steps.get()
    assert (step.who, step.permission, step.people, step.state) == (
        "permission",
        "payouts.approve",
        1,
        "open",
    )


def test_steps_are_decided_in_their_order_and_the_word_goes_out_at_the_end() -> None:
    risk = Role.objects.get(name="Compliance")
    chain(by_permission(), by_role(risk))
    mara, chen, rita = colleague("Mara"), colleague("Chen"), colleague("Rita", "Compliance")
    approval = asked(mara)
    assert states(approval) == ["open", "waiting"]
    with pytest.raises(Denied, match="role"):
        decide(approval, rita)
    assert decide(approval, chen).state == "pending"
    assert states(approval) == ["done", "open"]
    assert told() == [("approval.asked", ""), ("approval.stepped", "")]
    with pytest.raises(Denied, match="earlier step"):
        decide(approval, chen)
    assert decide(approval, rita).state == "approved"
    assert told()[-1] == ("approval.decided", "approved")
    assert [kind for kind, _ in told()].count("approval.decided") == 1


def test_a_refusal_ends_the_chain() -> None:
    chain(by_permission(), by_permission("finance.approve"))
    approval = decide(asked(colleague("Mara")), colleague("Chen"), "refused", note="No.")
    assert (approval.state, states(approval)) == ("refused", ["void", "void"])
    with pytest.raises(Conflict, match="refused before"):
        decide(approval, colleague("Third"))


def test_a_step_may_need_several_people() -> None:
    chain(by_permission(people=2))
    approval = asked(colleague("Mara"))
    chen = colleague("Chen")
    assert decide(approval, chen).state == "pending"
    with pytest.raises(Denied, match="earlier step"):
        decide(approval, chen)
    assert decide(approval, colleague("Third")).state == "approved"


def test_the_leader_of_the_desk_decides_for_that_desk_and_those_below() -> None:
    head = Desk.objects.create(name="Sales EMEA")
    below = Desk.objects.create(name="Sales Cyprus", parent=head)
    other = Desk.objects.create(name="Sales Asia")
    role("Head", "clients.view")
    lena, otto = leader("Lena", head, "Head"), leader("Otto", other, "Head")
    chain({"who": "leader"}, kind="leverage")
    approval = asked(
        colleague("Mara"), kind="leverage", permission="trading.manage", desk_id=below.id, money=None
    )
    with pytest.raises(Denied):
        decide(approval, otto)
    assert decide(approval, lena).state == "approved"


def test_a_leaders_step_without_a_desk_is_decided_by_the_kinds_permission() -> None:
    chain({"who": "leader"})
    assert asked(None).steps.get().who == "permission"


@pytest.mark.parametrize(
    ("condition", "changes", "fits"),
    [
        ({"field": "amount", "at_least": "100"}, {}, True),
        ({"field": "amount", "at_least": "121"}, {}, False),
        ({"field": "currency", "is": "EUR"}, {"money": Money.of("1", "EUR")}, True),
        ({"field": "risk", "is": "high"}, {"risk": "high"}, True),
        ({"field": "risk", "is": "high"}, {"risk": "low"}, False),
        ({"field": "country", "in": ["IR", "KP"]}, {"country": "ir"}, True),
        ({"field": "provider", "is": "stripe"}, {}, True),
        (
            {"all": [{"field": "amount", "at_least": "100"}, {"field": "destination", "starts": "GB"}]},
            {},
            False,
        ),
    ],
)
def test_a_chain_is_chosen_by_its_condition(
    condition: dict[str, Any], changes: dict[str, Any], fits: bool
) -> None:
    chain(by_permission("finance.approve"), condition=condition, name="Special")
    assert asked(None, **changes).chain_name == ("Special" if fits else "")


def test_an_amount_without_a_rate_meets_the_strictest_chain() -> None:
    chain(
        by_permission(),
        by_permission("finance.approve"),
        condition={"field": "amount", "at_least": "1000000"},
    )
    assert asked(None, money=Money.of("5", "KZT")).steps.count() == 2


def test_the_lowest_priority_number_is_tried_first() -> None:
    chain(by_permission(), name="Later", priority=50)
    chain(by_permission(), name="First", priority=10)
    assert asked(None).chain_name == "First"


def test_an_open_request_keeps_its_steps_when_the_chain_is_changed() -> None:
    first = chain(by_permission())
    approval = asked(colleague("Mara"))
    services.save_chain(
        kind="payout", name="Two", condition={}, steps=[by_permission(), by_permission("finance.approve")],
        priority=100, by=None, line=first.line,
    )  # fmt: skip
    assert states(approval) == ["open"]
    assert asked(None).steps.count() == 2
    versions = list(selectors.versions_of(first.line).values_list("version", "name"))
    assert versions == [(2, "Two"), (1, "Chain")]
    assert Chain.objects.get(id=first.id).valid_to is not None


def test_a_limit_bounds_approving_and_the_sentence_says_how_much() -> None:
    role("Small", "payouts.approve", limits={"payouts.approve": 10_000})
    role("Large", "payouts.approve", limits={"payouts.approve": 100_000})
    sid, lara = colleague("Sid", "Small"), colleague("Lara", "Large")
    approval = asked(colleague("Mara"))
    with pytest.raises(Denied, match=r"up to 100\.00 USD, and this is 120\.00 USD"):
        decide(approval, sid)
    assert not selectors.may_decide(user(sid), approval)
    assert "Sid" not in [str(one) for one in selectors.who_could(approval, approval.steps.get())]
    assert "Lara" in [str(one) for one in selectors.who_could(approval, approval.steps.get())]
    standing = selectors.standing_of(user(sid), approval)
    assert (standing.may_approve, standing.may_refuse) == (False, True)
    assert decide(approval, lara).state == "approved"


def test_whoever_may_not_approve_so_much_may_still_refuse_it() -> None:
    role("Small", "payouts.approve", limits={"payouts.approve": 10_000})
    assert decide(asked(None), colleague("Sid", "Small"), "refused", note="No.").state == "refused"


def test_a_limit_passes_no_currency_without_a_rate() -> None:
    role("Large", "payouts.approve", limits={"payouts.approve": 100_000_000})
    with pytest.raises(Denied, match="no rate is known for KZT"):
        decide(asked(None, money=Money.of("1", "KZT")), colleague("Lara", "Large"))


def test_a_limit_in_the_brokers_currency_bounds_other_currencies_at_the_days_rate() -> None:
    role("Small", "payouts.approve", limits={"payouts.approve": 15_000})
    record_rate(base="GBP", quote="USD", rate=Decimal("1.25"))
    sid = colleague("Sid", "Small")
    assert decide(asked(None, money=Money.of("120", "GBP")), sid).state == "approved"
    with pytest.raises(Denied, match=r"up to 150\.00 USD, and this is 120\.01 GBP"):
        decide(asked(None, money=Money.of("120.01", "GBP")), sid)


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ([], "steps"),
        ([{"who": "anybody"}], "steps[0].who"),
        ([by_permission("fly")], "steps[0].permission"),
        ([by_permission(people=0)], "steps[0].people"),
        ([by_permission(people="many")], "steps[0].people"),
        ([by_permission(sla_minutes=-1)], "steps[0].sla_minutes"),
        ([by_permission(), {"who": "role", "role": str(uuid.uuid4())}], "steps[1].role"),
        ([by_permission(surprise=1)], "steps[0]"),
        ([by_permission()] * 7, "steps"),
    ],
)
def test_a_chain_that_cannot_work_is_not_kept(steps: list[dict[str, Any]], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        chain(*steps)
    assert refused.value.field == field
    assert not Chain.objects.exists()


def test_a_condition_is_read_before_it_is_kept() -> None:
    with pytest.raises(InvalidInput) as refused:
        chain(by_permission(), condition={"all": [{"field": "weather", "is": "rain"}]})
    assert refused.value.field.startswith("condition")
    with pytest.raises(InvalidInput, match="escalated"):
        chain(by_permission(escalate_to=str(Role.objects.first().id)))  # type: ignore[union-attr]


def test_what_moves_money_cannot_be_switched_off() -> None:
    for kind in ("payout", "deposit", "kyc"):
        with pytest.raises(Refused, match="always needs a second person"):
            services.set_policy(kind=kind, mode="never", condition={}, by=None)
    assert services.needs_approval(kind="payout")


def test_a_broker_says_when_a_transfer_is_asked_about() -> None:
    assert not services.needs_approval(kind="transfer", money=usd("1000000"))
    services.set_policy(
        kind="transfer", mode="when", condition={"field": "amount", "at_least": "5000"}, by=None
    )
    assert not services.needs_approval(kind="transfer", money=usd("4999.99"))
    assert services.needs_approval(kind="transfer", money=usd("5000"))
    assert services.needs_approval(kind="transfer", money=Money.of("1", "KZT"))
    services.set_policy(kind="transfer", mode="always", condition={}, by=None)
    assert services.needs_approval(kind="transfer", money=usd("1"))


def test_the_house_and_a_stranger_may_ask() -> None:
    approval = asked(None, kind="ib_registration", money=None, facts={"name": "Ivan"}, requested_as="Ivan")
    assert (approval.requester, approval.requested_by) == ("Ivan", None)


def test_the_same_question_after_an_amendment_is_no_other_question() -> None:
    mara = colleague("Mara")
    approval = asked(mara, subject_id=uuid.UUID(int=7))
    services.amend(approval_id=approval.id, by=colleague("Chen").user_id, money=usd("100"), note="Too much")
    assert asked(mara, subject_id=uuid.UUID(int=7)).id == approval.id
    with pytest.raises(Conflict):
        asked(mara, subject_id=uuid.UUID(int=7), facts=FACTS | {"destination": "X"})


def test_a_time_limit_runs_from_the_opening_of_its_step() -> None:
    chain(by_permission(), by_permission("finance.approve", sla_minutes=60))
    approval = asked(colleague("Mara"))
    assert approval.due_at is None
    decided = decide(approval, colleague("Chen"))
    step = Step.objects.get(approval=approval, state="open")
    assert step.due_at is not None
    assert step.opened_at is not None
    assert step.due_at - step.opened_at == timedelta(hours=1)
    assert decided.due_at == step.due_at
    assert now() < step.due_at


def test_a_change_of_the_rules_waits_where_the_broker_wants_it() -> None:
    ann, ben = colleague("Ann", "Administrator"), colleague("Ben", "Administrator")
    change: dict[str, Any] = {
        "do": "chain", "kind": "payout", "name": "Two", "condition": {"field": "amount", "at_least": "100"},
        "steps": [by_permission(), by_permission("finance.approve")], "priority": 5, "line": "",
    }  # fmt: skip
    assert services.propose(change=change, by=ann.user) is None
    assert Chain.objects.count() == 1
    assert (
        services.propose(
            change={"do": "policy", "kind": "approval_rules", "mode": "always", "condition": {}}, by=ann.user
        )
        is None
    )
    waits = services.propose(change={**change, "name": "Three"}, by=ann.user)
    assert waits is not None
    assert "Three: Amount in USD" in waits.facts["after"]
    with pytest.raises(Denied, match="yourself"):
        decide(waits, ann)
    assert Chain.objects.count() == 1
    decide(waits, ben)
    services.carry_out_ruling(approval_id=waits.id)
    services.carry_out_ruling(approval_id=waits.id)
    assert sorted(Chain.objects.values_list("name", flat=True)) == ["Three", "Two"]
    with pytest.raises(InvalidInput):
        services.propose(change={**change, "name": ""}, by=ann.user)
