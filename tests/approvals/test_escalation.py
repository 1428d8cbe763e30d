"""What nobody decided in time is told to more people, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from atrium.kernel.errors import Denied
from tenants.approvals import selectors, services
from tenants.approvals.models import Approval, Step
from tenants.notifications.models import Notification
from tests.approvals.people import asked, by_permission, chain, colleague, decide, now, role, told, user

pytestmark = pytest.mark.usefixtures("in_acme")


def overdue(approval: Approval) -> None:
    late = now() - timedelta(minutes=1)
    Step.objects.filter(approval=approval, state="open").update(due_at=late)
    Approval.objects.filter(id=approval.id).update(due_at=late)


def test_after_its_time_a_step_is_open_to_the_role_it_is_escalated_to() -> None:
    head = role("Head of finance")
    chain(by_permission(sla_minutes=30, escalate_to=str(head.id)))
    hanna, chen = colleague("Hanna", "Head of finance"), colleague("Chen")
    approval = asked(colleague("Mara"))
    assert services.escalate_due() == 0
    with pytest.raises(Denied):
        decide(approval, hanna)
    overdue(approval)
    assert services.escalate_due() == 1
    assert told() == [("approval.asked", ""), ("approval.escalated", "")]
    assert set(Notification.objects.values_list("user_id", flat=True)) >= {hanna.user_id, chen.user_id}
    assert list(selectors.waiting_for(user(hanna))) == [approval]
    assert list(selectors.overdue_for(user(chen))) == [approval]
    assert decide(approval, hanna).state == "approved"


def test_it_is_escalated_once() -> None:
    chain(by_permission(sla_minutes=30))
    approval = asked(colleague("Mara"))
    overdue(approval)
    assert (services.escalate_due(), services.escalate_due()) == (1, 0)
    assert [kind for kind, _ in told()].count("approval.escalated") == 1


def test_the_one_who_asked_is_not_among_those_who_are_told() -> None:
    chain(by_permission(sla_minutes=30))
    mara = colleague("Mara")
    overdue(asked(mara))
    services.escalate_due()
    assert not Notification.objects.filter(user=mara.user_id).exists()


def test_what_was_decided_is_not_escalated() -> None:
    chain(by_permission(sla_minutes=30))
    approval = asked(colleague("Mara"))
    decide(approval, colleague("Chen"))
    Step.objects.filter(approval=approval).update(due_at=now() - timedelta(hours=1))
    assert services.escalate_due() == 0
