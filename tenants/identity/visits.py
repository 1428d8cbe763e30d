"""Verbs on visits. Who may ask for one is known to a room above this one (`tenants.staff.visiting`)."""

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import Denied, InvalidInput, NotFound

from .models import User, Visit
from .surfaces import REALM_OF_SURFACE

LINK_SECONDS: Final = 60
DEFAULT_MINUTES: Final = 15
MOST_MINUTES: Final = 60
SURFACE_OF_REALM: Final = {"client": "client", "partner": "ib"}
_TOKEN_BYTES: Final = 32


def ask(*, by: User, to: User, reason: str, minutes: int) -> tuple[Visit, str]:
    """The visit, and the token of its link; only its digest is kept."""
    if not reason.strip():
        raise InvalidInput("Say why; it is kept with the visit.", field="reason")
    if not 1 <= minutes <= MOST_MINUTES:
        raise InvalidInput(f"A visit lasts from 1 to {MOST_MINUTES} minutes.", field="minutes")
    if to.realm not in SURFACE_OF_REALM or not to.is_active:
        raise NotFound("There is no portal of theirs to see.")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    visit = Visit.objects.create(
        by=by,
        to=to,
        surface=SURFACE_OF_REALM[to.realm],
        reason=reason.strip(),
        minutes=minutes,
        token_digest=_digest(token),
        asked_at=clock.now(),
    )
    return visit, token


def begin(*, token: str, surface: str) -> Visit:
    """Takes the link, once. The clock of the visit starts now."""
    with transaction.atomic():
        visit = Visit.objects.select_for_update(of=("self",)).select_related("by", "to").filter(
            token_digest=_digest(token), surface=surface
        ).first()  # fmt: skip
        if visit is None:
            raise NotFound("There is no such link.")
        now = clock.now()
        if visit.begun_at or visit.ended_at or now - visit.asked_at > timedelta(seconds=LINK_SECONDS):
            raise Denied(
                "This link was used before, or it is older than a minute. Ask for a new one where you got it."
            )
        if not visit.to.is_active or REALM_OF_SURFACE.get(surface) != visit.to.realm:
            raise NotFound("There is no portal of theirs to see.")
        visit.begun_at, visit.ends_at = now, now + timedelta(minutes=visit.minutes)
        visit.save(update_fields=["begun_at", "ends_at"])
    return visit


def end(*, visit_id: uuid.UUID, because: str) -> None:
    """`because`: left, time, authority. Ending twice ends once."""
    Visit.objects.filter(id=visit_id, ended_at=None).update(ended_at=clock.now(), ended_because=because)


def under_way(visit_id: object) -> Visit | None:
    """The visit of a session, ended or not; None for one that nobody knows."""
    try:
        key = uuid.UUID(str(visit_id))
    except ValueError:
        return None
    return Visit.objects.select_related("by", "to").filter(id=key, begun_at__isnull=False).first()


def visits_to(user: User) -> QuerySet[Visit]:
    """What the owner of a portal may know: who was there, when and how long."""
    return (
        Visit.objects.filter(to=user, begun_at__isnull=False)
        .select_related("by")
        .order_by("-asked_at", "-id")
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
