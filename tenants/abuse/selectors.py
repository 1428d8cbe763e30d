"""Reads of signs of abuse: for staff all, for a partner what is held of its own, for a settlement what is held."""

import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from atrium.kernel.errors import NotFound
from tenants.ibs.models import Partner

from .models import Flag, Settings
from .types import Hold

HOLDING = (Flag.State.HELD, Flag.State.CONFIRMED)


def settings() -> Settings:
    return Settings.objects.filter(id=1).first() or Settings()


def holds(partner_ids: Iterable[uuid.UUID]) -> list[Hold]:
    """What is held of these partners' rebates."""
    rows = Flag.objects.filter(state__in=HOLDING).filter(
        Q(partner__in=list(partner_ids)) | Q(holds_everybody=True)
    )
    found = []
    for flag in rows.order_by("held_at", "id"):
        assert flag.held_at is not None
        for client_id in (flag.client_id, flag.other_id):
            if client_id is not None:
                found.append(Hold(None if flag.holds_everybody else flag.partner_id, client_id, flag.held_at))
    return found


def flags() -> QuerySet[Flag]:
    """For staff, newest first."""
    related = ("partner", "client__lead", "client__user", "other__lead")
    return Flag.objects.select_related(*related).order_by("-found_at", "-id")


def waiting() -> QuerySet[Flag]:
    """What a person has to look at: new signs, and holds that the partner objected to."""
    return flags().filter(Q(state=Flag.State.OPEN) | Q(state=Flag.State.HELD, appealed_at__isnull=False))


def flag(flag_id: uuid.UUID) -> Flag:
    found = flags().filter(id=flag_id).first()
    if found is None:
        raise NotFound("There is no such sign.")
    return found


def held_of(partner: Partner) -> QuerySet[Flag]:
    """What a partner sees: holds of its own rebates and what became of them. What is only looked at is not its business."""
    return flags().filter(partner=partner, held_at__isnull=False)


def held_for(partner: Partner, flag_id: uuid.UUID) -> Flag:
    found = held_of(partner).filter(id=flag_id).first()
    if found is None:
        raise NotFound("There is no such hold.")
    return found
