"""State × role × action, whole: what each person may do with a request in each of its states, and that nothing else happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest

from atrium.kernel.errors import AtriumError
from atrium.kernel.money import Money
from tenants.approvals import selectors, services
from tenants.approvals.models import Amendment, Approval, Decision
from tenants.identity.services import create_user
from tenants.staff.models import Member
from tenants.staff.services import end_membership
from tests.approvals.people import asked, by_permission, chain, colleague, now, role, told

pytestmark = pytest.mark.usefixtures("in_acme")

ACTIONS: Final = ("approve", "refuse", "amend", "withdraw")
ROLES: Final = (
    "requester", "same person", "checker", "first decider", "limited", "delegate", "amender", "reader", "outsider", "gone",
)  # fmt: skip
STATES: Final = ("asked", "stepped", "amended", "approved", "refused", "withdrawn")

# What may be done; all that is not here may not.
ALLOWED: Final = {
    "asked": {
        "requester": {"withdraw"},
        "same person": {"withdraw"},
        "checker": {"approve", "refuse", "amend"},
        "first decider": {"approve", "refuse", "amend"},
        "limited": {"refuse", "amend"},
        "delegate": {"approve", "refuse", "amend"},
        "amender": {"approve", "refuse", "amend"},
    },
    "stepped": {
        "requester": {"withdraw"},
        "same person": {"withdraw"},
        "checker": {"approve", "refuse", "amend"},
        "limited": {"refuse", "amend"},
        "delegate": {"approve", "refuse", "amend"},
        "amender": {"approve", "refuse", "amend"},
    },
    "amended": {
        "requester": {"withdraw"},
        "same person": {"withdraw"},
        "checker": {"approve", "refuse", "amend"},
        "first decider": {"approve", "refuse", "amend"},
        "limited": {"refuse", "amend"},
        "delegate": {"approve", "refuse", "amend"},
    },
    "approved": {},
    "refused": {},
    "withdrawn": {},
}  # fmt: skip


@pytest.fixture
def people() -> dict[str, Member]:
    role("Small", "payouts.approve", limits={"payouts.approve": 5_000})
    role("Reader")
    found = {
        "requester": colleague("Mara"),
        "same person": colleague("Twin"),
        "checker": colleague("Chen"),
        "first decider": colleague("First"),
        "limited": colleague("Sid", "Small"),
        "delegate": colleague("Fiona", "Reader"),
        "amender": colleague("Amy"),
        "reader": colleague("Rolf", "Reader"),
        "outsider": colleague("Sam", "Sales"),
        "gone": colleague("Gone"),
        "away": colleague("Felix"),
    }
    twin = found["same person"].user
    twin.person = found["requester"].user.person
    twin.save()
    services.delegate(
        from_member=found["away"], to_member=found["delegate"], by=found["away"].user, because="Holiday",
        active_from=now() - timedelta(hours=1), active_to=now() + timedelta(days=1),
    )  # fmt: skip
    end_membership(found["gone"])
    return found


def in_state(state: str, people: dict[str, Member]) -> Approval:
    chain(by_permission(), by_permission("payouts.approve"))
    approval = asked(people["requester"])
    reach: dict[str, Callable[[], Any]] = {
        "asked": lambda: None,
        "stepped": lambda: act("approve", approval, people["first decider"]),
        "amended": lambda: services.amend(
            approval_id=approval.id, by=people["amender"].user_id, money=Money.of("110", "USD"), note="Less"
        ),
        "approved": lambda: (
            act("approve", approval, people["first decider"]),
            act("approve", approval, people["away"]),
        ),
        "refused": lambda: act("refuse", approval, people["first decider"]),
        "withdrawn": lambda: act("withdraw", approval, people["requester"]),
    }
    reach[state]()
    approval.refresh_from_db()
    return approval


def act(action: str, approval: Approval, member: Member) -> None:
    by, asked_for = member.user_id, approval.id
    if action == "approve":
        services.decide(approval_id=asked_for, by=by, outcome="approved")
    elif action == "refuse":
        services.decide(approval_id=asked_for, by=by, outcome="refused", note="No.")
    elif action == "amend":
        services.amend(approval_id=asked_for, by=by, money=Money.of("90", "USD"), note="Less")
    else:
        services.withdraw(approval_id=asked_for, by=by)


def everything(approval: Approval) -> tuple[object, ...]:
    approval.refresh_from_db()
    return (
        approval.state,
        approval.facts_hash,
        approval.round,
        Decision.objects.count(),
        Amendment.objects.count(),
        list(approval.steps.order_by("round", "place").values_list("state", flat=True)),
        told(),
    )


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", ROLES)
def test_each_may_do_what_the_table_says_and_nothing_else(
    who: str, state: str, people: dict[str, Member]
) -> None:
    from django.db import transaction

    approval = in_state(state, people)
    member = Member.objects.select_related("user").get(id=people[who].id)
    allowed: set[str] = ALLOWED[state].get(who, set())
    standing = selectors.standing_of(member.user, approval)
    shown = {
        "approve": standing.may_approve,
        "refuse": standing.may_refuse,
        "amend": standing.may_amend,
        "withdraw": standing.may_withdraw,
    }
    assert {action for action, may in shown.items() if may} == allowed
    assert selectors.may_decide(member.user, approval) == ("approve" in allowed)
    for action in ACTIONS:
        before = everything(approval)
        try:
            with transaction.atomic():
                act(action, approval, member)
                assert action in allowed, f"{who} could {action} what was {state}"
                assert everything(approval) != before
                transaction.set_rollback(True)
        except AtriumError:
            assert action not in allowed, f"{who} could not {action} what was {state}"
        assert everything(approval) == before


def test_a_client_decides_nothing() -> None:
    from tenants.approvals.services import decide

    approval = asked(colleague("Mara"))
    clara = create_user(realm="client", email="clara@example.com", name="Clara")
    for outcome in ("approved", "refused"):
        with pytest.raises(AtriumError):
            decide(approval_id=approval.id, by=clara.id, outcome=outcome, note="Me.")
    approval.refresh_from_db()
    assert approval.state == "pending"
