"""A link is followed. The row says that somebody came, never who."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final

from django.conf import settings
from django.db import transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.keys import lock_key

from ..models import Click
from ..rules import clicks
from ..selectors.links import Source, landing_of, landing_of_promo, source_of, window_of
from .finding import lock

MOST_A_DAY: Final = 50
"""Of one visitor on one partner's links: whoever clicks more fills no table."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a request says of itself; only its hash, the host it came from and the kind of device are kept."""

    ip: str
    agent: str
    method: str = "GET"
    purpose: str = ""
    came_from: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """`click_id` none: not written, because this visitor's day is full."""

    source: Source
    at: datetime
    landing: str
    window_days: int
    click_id: int | None
    kind: str


@transaction.atomic
def follow(*, code: str, visit: Visit, promo_id: uuid.UUID | None = None) -> Followed | None:
    """None: nobody's code. Programs are written down and told apart; what they fetch counts for nothing. A banner
    may have a page of its own."""
    source = source_of(code)
    if source is None:
        return None
    at = clock.now()
    click_id, kind = _write(source, visit, at)
    landing = landing_of_promo(promo_id) or landing_of(source)
    return Followed(source, at, landing, window_of(source.partner), click_id, kind)


def _write(source: Source, visit: Visit, at: datetime) -> tuple[int | None, str]:
    visitor = clicks.visitor_hash(
        secret=settings.SECRET_KEY,
        house=tenancy.require().schema,
        day=at.date(),
        ip=visit.ip,
        agent=visit.agent,
    )
    lock(lock_key("ibs", "click", visitor))  # a double click is one new visitor
    midnight = datetime.combine(at.date(), time.min, UTC)
    today = Click.objects.filter(visitor=visitor, partner=source.partner, at__gte=midnight)
    before = today.count()
    kind = _kind(visit, before)
    if before >= MOST_A_DAY:
        return None, kind
    row = Click.objects.create(
        partner=source.partner,
        link=source.link,
        code=source.code,
        at=at,
        kind=kind,
        visitor=visitor,
        device=clicks.device_of(visit.agent),
        came_from=clicks.host_of(visit.came_from),
        channel=visit.channel[:60],
    )
    return row.pk, kind


def _kind(visit: Visit, before: int) -> str:
    if clicks.is_program(agent=visit.agent, purpose=visit.purpose, method=visit.method):
        return Click.Kind.BOT
    return Click.Kind.REPEAT if before else Click.Kind.FRESH
