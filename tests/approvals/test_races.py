"""Two at once on one request, over real connections. Each race is first seen to happen without its cure."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from atrium.kernel import tenancy
from atrium.kernel.errors import AtriumError
from atrium.kernel.money import Money
from tenants.approvals import services, standing
from tenants.approvals.models import Approval, Decision, Delegation, Step
from tenants.approvals.services import amending, deciding, escalating, rows
from tenants.staff.models import Member
from tests.approvals.people import asked, by_permission, chain, colleague, now, role, told

Act = Callable[[], object]


@pytest.fixture
def house(committed: None, acme: tenancy.Tenant) -> Iterator[tenancy.Tenant]:
    with tenancy.entered(acme):
        yield acme


def at_once(tenant: tenancy.Tenant, *acts: Act) -> list[object]:
    """What each got when all began at the same moment."""
    start = Barrier(len(acts))

    def run(act: Act) -> object:
        try:
            with tenancy.entered(tenant):
                start.wait(20)
                return act()
        except AtriumError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def without_the_lock(monkeypatch: pytest.MonkeyPatch, many: int, *modules: Any) -> None:
    """Everybody reads the row before anybody writes it."""
    read = Barrier(many)

    def peek(approval_id: uuid.UUID) -> Approval:
        approval = Approval.objects.get(id=approval_id)
        read.wait(20)
        return approval

    for module in modules:
        monkeypatch.setattr(module, "locked", peek)


def succeeded(results: list[object]) -> int:
    return len([result for result in results if not isinstance(result, AtriumError)])


def ends() -> list[str]:
    return sorted(outcome for kind, outcome in told() if kind == "approval.decided")


def decide(approval: Approval, by: Member, **more: str) -> Act:
    return lambda: services.decide(approval_id=approval.id, by=by.user_id, outcome="approved", **more)


@pytest.mark.parametrize("cured", [False, True], ids=["without", "with"])
def test_two_deciders_at_once_are_one_decision(
    house: tenancy.Tenant, monkeypatch: pytest.MonkeyPatch, cured: bool
) -> None:
    approval = asked(colleague("Mara"))
    first, second = colleague("Chen"), colleague("Third")
    if not cured:
        without_the_lock(monkeypatch, 2, deciding)
    results = at_once(house, decide(approval, first), decide(approval, second))
    if cured:
        assert (succeeded(results), Decision.objects.count(), ends()) == (1, 1, ["approved"])
    else:
        assert ends() == ["approved", "approved"]


@pytest.mark.parametrize("cured", [False, True], ids=["without", "with"])
def test_what_is_amended_meanwhile_is_not_approved(
    house: tenancy.Tenant, monkeypatch: pytest.MonkeyPatch, cured: bool
) -> None:
    approval = asked(colleague("Mara"))
    chen, third = colleague("Chen"), colleague("Third")
    if not cured:
        without_the_lock(monkeypatch, 2, deciding, amending)
    results = at_once(
        house,
        decide(approval, chen, facts_hash=approval.facts_hash),
        lambda: services.amend(
            approval_id=approval.id, by=third.user_id, money=Money.of("100", "USD"), note="Less"
        ),
    )
    approval.refresh_from_db()
    seen = set(
        Decision.objects.filter(is_void=False, outcome="approved").values_list("facts_hash", flat=True)
    )
    if cured:
        assert succeeded(results) == 1
        assert (approval.state == "approved") == (seen == {approval.facts_hash})
    else:
        # Approved once, and yet what is asked now is something that nobody approved, or both voids.
        assert succeeded(results) == 2


@pytest.mark.parametrize("cured", [False, True], ids=["without", "with"])
def test_deciding_and_cancelling_cannot_both_win(
    house: tenancy.Tenant, monkeypatch: pytest.MonkeyPatch, cured: bool
) -> None:
    mara, chen = colleague("Mara"), colleague("Chen")
    approval = asked(mara)
    if not cured:
        without_the_lock(monkeypatch, 2, deciding)
    results = at_once(
        house,
        decide(approval, chen),
        lambda: services.withdraw(approval_id=approval.id, by=mara.user_id),
    )
    approval.refresh_from_db()
    if cured:
        assert succeeded(results) == 1
        assert ends() == [approval.state]
    else:
        assert ends() == ["approved", "withdrawn"]


@pytest.mark.parametrize("cured", [False, True], ids=["without", "with"])
def test_two_sweeps_at_once_escalate_a_step_once(
    house: tenancy.Tenant, monkeypatch: pytest.MonkeyPatch, cured: bool
) -> None:
    chain(by_permission(sla_minutes=30))
    approval = asked(colleague("Mara"))
    Step.objects.filter(approval=approval).update(due_at=now() - timedelta(minutes=1))
    if not cured:
        without_the_lock(monkeypatch, 2, escalating)
    results = at_once(house, services.escalate_due, services.escalate_due)
    told_of = [kind for kind, _ in told()].count("approval.escalated")
    assert (sorted(results), told_of) == (([0, 1], 1) if cured else ([1, 1], 2))  # type: ignore[type-var]


@pytest.mark.parametrize("cured", [False, True], ids=["without", "with"])
def test_authority_that_is_taken_back_meanwhile_decides_nothing(
    house: tenancy.Tenant, monkeypatch: pytest.MonkeyPatch, cured: bool
) -> None:
    role("Looks on")
    felix, fiona = colleague("Felix"), colleague("Fiona", "Looks on")
    made = services.delegate(
        from_member=felix, to_member=fiona, by=felix.user, because="Holiday",
        active_from=now() - timedelta(hours=1), active_to=now() + timedelta(days=1),
    )  # fmt: skip
    approval = asked(colleague("Mara"))
    choose = standing.choose_seat

    def chosen_and_then_ended(*args: Any, **more: Any) -> Any:
        """The seat is found; before anything is written Felix ends it, on a connection of his own."""
        found = choose(*args, **more)
        at_once(house, lambda: services.end_delegation(delegation_id=made.id, by=felix.user))
        return found

    monkeypatch.setattr(standing, "choose_seat", chosen_and_then_ended)
    if not cured:
        monkeypatch.setattr(deciding, "_still_handed_over", lambda delegation: True)
    results = at_once(house, decide(approval, fiona))
    ended = Delegation.objects.get(id=made.id).active_to
    approval.refresh_from_db()
    if cured:
        assert "taken the authority back" in str(results[0])
        assert (approval.state, Decision.objects.count()) == ("pending", 0)
    else:
        assert approval.state == "approved"
        assert approval.decided_at is not None
        assert ended <= now()


def test_many_deciders_of_a_step_for_two_are_two(house: tenancy.Tenant) -> None:
    chain(by_permission(people=2))
    approval = asked(colleague("Mara"))
    deciders = [colleague(f"Chen{place}") for place in range(6)]
    results = at_once(house, *(decide(approval, by) for by in deciders))
    assert (succeeded(results), Decision.objects.count(), ends()) == (2, 2, ["approved"])


def test_the_lock_is_on_the_request_and_on_no_other(house: tenancy.Tenant) -> None:
    """One request that is being decided keeps no other waiting."""
    from django.db import transaction

    mara, chen = colleague("Mara"), colleague("Chen")
    held, free = asked(mara), asked(mara)
    with transaction.atomic():
        rows.locked(held.id)
        assert succeeded(at_once(house, decide(free, chen))) == 1
