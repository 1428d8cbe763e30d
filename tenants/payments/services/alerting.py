"""Who is told, and given something to do: the client's manager of a large withdrawal, finance of what needs a person."""

from atrium.kernel import clock
from tenants.clients.models import Client
from tenants.notifications.services import notify
from tenants.staff.selectors import members_who_may
from tenants.work.services import create_task
from tenants.work.types import PERSON, Subject

from ..models import Withdrawal


def large_withdrawal(withdrawal: Withdrawal, client: Client) -> None:
    """In the transaction of the request, once: a manager who calls now may keep the client."""
    manager = client.lead.assigned_to
    if manager is None:
        return
    title = f"Large withdrawal: {client.lead.name}, {withdrawal.money}"
    key = f"withdrawal.large:{withdrawal.id}"
    text = f"To {withdrawal.target.label if withdrawal.target else 'where it came from'}. {withdrawal.signs}".strip()
    notify(
        users=[manager.user_id],
        kind="client.withdrawal",
        title=title,
        text=text,
        url=f"/clients/{client.id}/",
        key=key,
        urgent=True,
    )
    create_task(
        title=title,
        kind="call",
        owner=manager.user,
        by=None,
        subject=Subject(PERSON, client.lead_id, client.lead.name),
        due_at=clock.now(),
        note=text,
        priority=3,
        key=key,
    )


def call_finance(*, key: str, title: str, text: str) -> None:
    notify(
        users=[member.user_id for member in members_who_may("payouts.approve")],
        kind="payout.manual",
        title=title,
        text=text,
        url="/finance/payouts/",
        key=key,
        urgent=True,
    )
