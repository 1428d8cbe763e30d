"""Doors for events of other rooms."""

import uuid

from tenants.identity.models import User
from tenants.outbox.types import Event

from . import selectors, services


def note_account_opened(event: Event) -> None:
    services.note_account_opened(client_id=uuid.UUID(event.payload["client_id"]), kind=event.payload["kind"])


def note_account_archived(event: Event) -> None:
    """account.archived{account_id, client_id, kind, last}: `last` if no live account of this client is open any more."""
    if event.payload["last"]:
        services.note_accounts_closed(client_id=uuid.UUID(event.payload["client_id"]))


def note_deposit(event: Event) -> None:
    services.note_deposit(client_id=uuid.UUID(event.payload["client_id"]))


def follow_edit(event: Event) -> None:
    """lead.edited{lead_id, fields}"""
    services.follow_edit(lead_id=uuid.UUID(event.payload["lead_id"]))


def convert_by_email(event: Event) -> None:
    """email.confirmed{user_id}: whoever owns the mailbox may be somebody whom sales knows."""
    user = User.objects.filter(id=event.payload["user_id"]).first()
    client = selectors.client_of(user)
    if client is not None and user is not None:
        services.convert_known(client_id=client.id, by_what="email", value=user.email)


def take_profile_decision(event: Event) -> None:
    """approval.decided, of changes that clients asked for themselves."""
    if event.payload["kind"] == "profile_change" and event.payload["outcome"] == "approved":
        services.carry_out_profile_change(approval_id=uuid.UUID(event.payload["approval_id"]))
