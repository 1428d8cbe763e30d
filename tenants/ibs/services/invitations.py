"""A partner invites somebody to stand below it. The link is the invitation; the broker still decides who becomes a partner."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.identity.models import normalise_email
from tenants.outbox.services import announce

from ..models import Invitation, Partner
from ..rules.codes import new_code
from ..selectors.policy import policy
from ..selectors.programmes import programme_of
from .finding import partner_row

DAYS: Final = 30
MOST_MAILS: Final = 5
BETWEEN_MAILS: Final = timedelta(minutes=10)
_ADDRESS: Final = re.compile(r"://|www\.|[@/\\]")
"""The broker's mail says the name: nobody shall send an address of their own with it."""
MOST_OPEN: Final = 50


@transaction.atomic
def invite(*, partner_id: uuid.UUID, name: str, email: str = "", share: Decimal | None = None) -> Invitation:
    """`share`: what the invited keeps of what comes to the two; none: as the broker's plan says. Good for thirty days.

    With an e-mail address the link is mailed to it.
    """
    partner = partner_row(partner_id, lock=True)
    if not policy().partners_invite or partner.status != Partner.Status.ACTIVE:
        raise Refused("You cannot invite partners at the moment. Ask your manager; nothing was sent.")
    name = " ".join(name.split())
    if not 2 <= len(name) <= 160:
        raise InvalidInput("Write the name of whom you invite. Nothing was made.", field="name")
    if _ADDRESS.search(name):
        raise InvalidInput("Write a name without an address in it. Nothing was made.", field="name")
    if share is not None and not 0 <= share <= 1:
        raise InvalidInput("A share is 0 to 100 per cent. Nothing was made.", field="share")
    now = clock.now()
    open_now = Invitation.objects.filter(partner=partner, state=Invitation.State.OPEN, expires_at__gt=now)
    if open_now.count() >= MOST_OPEN:
        raise Conflict(f"{MOST_OPEN} invitations are open already. Take one back first; nothing was made.")
    row = Invitation.objects.create(
        partner=partner,
        code=new_code(16),
        name=name,
        email=normalise_email(email) if email else "",
        share=share,
        programme=programme_of(partner),
        created_at=now,
        expires_at=now + timedelta(days=DAYS),
    )
    note(
        subject_kind="partner", subject_id=partner_id, verb="invited", text="Invited somebody to stand below"
    )
    if row.email:
        _mail(row)
    return row


@transaction.atomic
def send_invitation_again(*, partner_id: uuid.UUID, invitation_id: uuid.UUID) -> Invitation:
    """The same link by another mail, and good for thirty days from now. An expired one opens again."""
    row = _row(partner_id, invitation_id)
    now = clock.now()
    if row.state != Invitation.State.OPEN:
        raise Conflict("This invitation is not open any more. Make a new one; nothing was sent.")
    if not policy().partners_invite or row.partner.status != Partner.Status.ACTIVE:
        raise Refused("You cannot invite partners at the moment. Ask your manager; nothing was sent.")
    if not row.email:
        raise Refused("This invitation has no e-mail address: copy its link instead. Nothing was sent.")
    if row.mails >= MOST_MAILS:
        raise Refused(f"It was mailed {MOST_MAILS} times. Copy its link instead; nothing was sent.")
    if row.mailed_at is not None and now - row.mailed_at < BETWEEN_MAILS:
        raise Conflict("It was mailed a moment ago. Wait ten minutes; nothing was sent.")
    row.expires_at = now + timedelta(days=DAYS)
    row.save(update_fields=["expires_at"])
    _mail(row)
    return row


def _mail(row: Invitation) -> None:
    row.mailed_at, row.mails = clock.now(), row.mails + 1
    row.save(update_fields=["mailed_at", "mails"])
    announce("partner.invited", invitation_id=str(row.id))


@transaction.atomic
def withdraw_invitation(*, partner_id: uuid.UUID, invitation_id: uuid.UUID) -> None:
    """Its link opens nothing from now on."""
    row = _row(partner_id, invitation_id)
    if row.state == Invitation.State.USED:
        raise Conflict("This invitation was used: your sub-IB is a partner already. Nothing was changed.")
    row.state = Invitation.State.WITHDRAWN
    row.save(update_fields=["state"])


def _row(partner_id: uuid.UUID, invitation_id: uuid.UUID) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("partner")
    row = rows.filter(id=invitation_id, partner_id=partner_id).first()
    if row is None:
        raise NotFound("There is no such invitation.")
    return row
