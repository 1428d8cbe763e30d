"""A colleague decides with somebody's authority while they are away: no more than theirs, and not for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from atrium.kernel.errors import Conflict, Denied, InvalidInput, NotFound
from tenants.approvals import selectors, services
from tenants.approvals.models import Approval, Delegation
from tenants.notifications.models import Notification
from tenants.staff.models import Member
from tenants.staff.services import end_membership
from tests.approvals.people import asked, by_permission, chain, colleague, decide, now, role, told, user

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def felix() -> Member:
    return colleague("Felix")


@pytest.fixture
def fiona() -> Member:
    role("Looks on")
    return colleague("Fiona", "Looks on")


def hand_over(
    from_member: Member, to_member: Member, *, by: Member | None = None, **changes: Any
) -> Delegation:
    given: dict[str, Any] = {
        "active_from": now() - timedelta(minutes=1),
        "active_to": now() + timedelta(days=7),
        "because": "Holiday",
    }
    maker = user(by or from_member)
    return services.delegate(from_member=from_member, to_member=to_member, by=maker, **(given | changes))


def test_fiona_decides_for_felix_and_it_is_written_so(felix: Member, fiona: Member) -> None:
    approval = asked(colleague("Mara"))
    with pytest.raises(Denied, match="role"):
        decide(approval, fiona)
    hand_over(felix, fiona)
    assert list(selectors.waiting_for(user(fiona))) == [approval]
    assert selectors.standing_of(user(fiona), approval).behalf == "Felix"
    decided = decide(approval, fiona)
    written = decided.decision
    assert written is not None
    assert (decided.state, str(written.by), written.for_name) == ("approved", "Fiona", "Felix")


def test_fiona_is_told(felix: Member, fiona: Member) -> None:
    hand_over(felix, fiona)
    told_to = Notification.objects.get()
    assert (told_to.user_id, told_to.title) == (fiona.user_id, "You decide for Felix")


def test_never_on_what_felix_or_fiona_asked(felix: Member, fiona: Member) -> None:
    hand_over(felix, fiona)
    for asker, says in ((felix, "Felix asked for this"), (fiona, "yourself")):
        approval = asked(asker)
        with pytest.raises(Denied, match=says if asker is fiona else "Felix asked|role"):
            decide(approval, fiona)
        assert approval not in selectors.waiting_for(user(fiona))
        approval.refresh_from_db()
        assert approval.state == "pending"


def test_one_authority_does_not_decide_two_steps(felix: Member, fiona: Member) -> None:
    chain(by_permission(), by_permission("finance.approve"))
    hand_over(felix, fiona)
    approval = asked(colleague("Mara"))
    decide(approval, fiona)
    for again in (felix, fiona):
        with pytest.raises(Denied, match="earlier step"):
            decide(approval, again)
        assert approval not in selectors.waiting_for(user(again))


def test_with_felixs_limit_and_no_more(fiona: Member) -> None:
    role("Small", "payouts.approve", limits={"payouts.approve": 10_000})
    sid = colleague("Sid", "Small")
    hand_over(sid, fiona)
    approval = asked(colleague("Mara"))
    with pytest.raises(Denied):
        decide(approval, fiona)
    assert not selectors.may_decide(user(fiona), approval)


def test_it_ends_by_itself(felix: Member, fiona: Member) -> None:
    made = hand_over(felix, fiona)
    Delegation.objects.filter(id=made.id).update(active_to=now() - timedelta(seconds=1))
    with pytest.raises(Denied):
        decide(asked(colleague("Mara")), fiona)


def test_it_begins_when_it_begins(felix: Member, fiona: Member) -> None:
    hand_over(felix, fiona, active_from=now() + timedelta(hours=1))
    with pytest.raises(Denied):
        decide(asked(colleague("Mara")), fiona)


def test_only_the_kinds_that_were_handed_over(felix: Member, fiona: Member) -> None:
    hand_over(felix, fiona, kinds=["deposit"])
    payout = asked(colleague("Mara"))
    with pytest.raises(Denied):
        decide(payout, fiona)
    deposit = asked(None, kind="deposit", permission="finance.approve")
    assert decide(deposit, fiona).state == "approved"


def test_who_has_no_authority_any_more_hands_none_over(felix: Member, fiona: Member) -> None:
    hand_over(felix, fiona)
    end_membership(felix)
    approval = asked(colleague("Mara"))
    with pytest.raises(Denied):
        decide(approval, fiona)
    assert approval not in selectors.waiting_for(user(fiona))


def test_what_was_handed_over_is_not_handed_on(felix: Member, fiona: Member) -> None:
    third = colleague("Third", "Looks on")
    hand_over(felix, fiona)
    hand_over(fiona, third)
    with pytest.raises(Denied):
        decide(asked(colleague("Mara")), third)


def test_either_of_the_two_ends_it_and_nobody_else(felix: Member, fiona: Member) -> None:
    made = hand_over(felix, fiona)
    with pytest.raises(NotFound):
        services.end_delegation(delegation_id=made.id, by=user(colleague("Third")))
    services.end_delegation(delegation_id=made.id, by=user(fiona))
    approval = asked(colleague("Mara"))
    with pytest.raises(Denied):
        decide(approval, fiona)
    assert told() == [("approval.asked", "")]


def test_nobody_takes_a_colleagues_authority(felix: Member, fiona: Member) -> None:
    with pytest.raises(Denied, match="your own authority"):
        hand_over(felix, fiona, by=fiona)
    assert not Delegation.objects.exists()
    hand_over(felix, fiona, by=colleague("Ann", "Administrator"))
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"because": " "}, "because"),
        ({"active_to": now() - timedelta(days=9), "active_from": now() - timedelta(days=10)}, "active_to"),
        ({"active_to": now() + timedelta(days=400)}, "active_to"),
        ({"active_to": now() - timedelta(days=1)}, "active_to"),
        ({"kinds": ["surprise"]}, "kinds"),
    ],
)
def test_what_makes_no_sense_is_not_kept(
    felix: Member, fiona: Member, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        hand_over(felix, fiona, **changes)
    assert refused.value.field == field
    assert not Delegation.objects.exists()


def test_not_to_oneself_nor_twice_nor_to_somebody_who_sees_no_queue(felix: Member, fiona: Member) -> None:
    for wrong in (felix, colleague("Sam", "Sales")):
        with pytest.raises(InvalidInput):
            hand_over(felix, wrong)
    hand_over(felix, fiona)
    with pytest.raises(Conflict, match="already"):
        hand_over(felix, fiona)
    assert Delegation.objects.count() == 1
    assert not Approval.objects.exists()
