"""Seeing a portal as its owner does. Authority is asked when the visit is asked for, and again at every step of it."""

import uuid

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from tenants.activity.services import note
from tenants.identity import visits
from tenants.identity.models import User, Visit

from .models import Member
from .selectors import has_permission

PERMISSION = "clients.impersonate"


def see_portal_as(
    *, member: Member, to: User, subject: tuple[str, uuid.UUID], reason: str, minutes: int
) -> tuple[Visit, str]:
    """The visit and the token of its link. It stands in the subject's timeline from now on, used or not."""
    if not member.allows(PERMISSION):
        raise NotFound("This page does not exist, or it is not yours to see.")
    with transaction.atomic():
        visit, token = visits.ask(by=member.user, to=to, reason=reason, minutes=minutes)
        kind, key = subject
        text = f"{member.user.name} asked to see the portal as {to.name} does: {visit.reason}"
        note(subject_kind=kind, subject_id=key, verb="visit.asked", text=text)
    return visit, token


def why_over(visit: Visit) -> str:
    """Empty while it goes on; else ended, time or authority."""
    if visit.ended_at is not None:
        return "ended"
    if visit.ends_at is None or clock.now() >= visit.ends_at:
        return "time"
    return "" if has_permission(visit.by, PERMISSION) else "authority"
