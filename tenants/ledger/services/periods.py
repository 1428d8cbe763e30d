"""Closing a period: its days take no more postings. Opening it again is a row of its own, with a reason."""

import uuid
from datetime import UTC, date

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused

from .. import selectors
from ..models import Period
from .barrier import wait_for_postings


@transaction.atomic
def lock_period(*, through: date, by: uuid.UUID | None, reason: str) -> Period:
    """Days up to and with `through` are closed when this returns: no posting under way slips in behind it."""
    if not reason.strip():
        raise InvalidInput("Say why the period is closed.", field="reason")
    now = clock.now()
    if through >= now.astimezone(UTC).date():
        raise Refused("Only days that are over can be closed. Choose an earlier day.", field="through")
    wait_for_postings()
    closed = selectors.locked_through()
    if closed is not None and through <= closed:
        raise Refused(f"The books are closed through {closed} already.", field="through")
    return Period.objects.create(through=through, locked_at=now, locked_by=by, reason=reason.strip()[:300])


@transaction.atomic
def unlock_period(*, period_id: uuid.UUID, by: uuid.UUID | None, reason: str) -> Period:
    """Its days take postings again, unless another closed period covers them."""
    if not reason.strip():
        raise InvalidInput("Say why the period is opened again.", field="reason")
    period = Period.objects.select_for_update().filter(id=period_id).first()
    if period is None:
        raise NotFound("There is no such period.")
    if period.unlocked_at is None:
        period.unlocked_at, period.unlocked_by = clock.now(), by
        period.unlock_reason = reason.strip()[:300]
        period.save(update_fields=["unlocked_at", "unlocked_by", "unlock_reason"])
    return period
