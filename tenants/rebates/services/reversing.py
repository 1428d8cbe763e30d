"""The event `reverse` (rebates.md 3.7): what stands of its source is taken back, and once more whenever a correction changes it.

As in a document, where a reversal speaks of the lines as they are in the end: a deal that is corrected after it was taken back
pays nothing of the correction either.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum

from atrium.kernel import clock
from atrium.kernel.keys import lock_key
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.ledger import selectors as ledger
from tenants.rebates.engine.numbers import plain
from tenants.trading.models import Deal

from ..models import Happening, Line, Plan
from . import subledger

_OF_EVENT: Final = Line.SourceKind.EVENT
_ROWS: Final = ("partner_id", "client_id", "plan_id")
_IDENTITY: Final = (
    *_ROWS, "leg", "party_kind", "party", "level", "of_client_id", "symbol", "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """What one party has of the source now, corrections and earlier reversals counted."""

    of: dict[str, Any]
    amount: Decimal


def standing(source: str, partner_id: uuid.UUID | None = None) -> list[Standing]:
    """Per party and level the sum of all lines of this source and of what took them back; only what is not zero."""
    rows = lines_of(source)
    if partner_id:
        rows = rows.filter(partner_id=partner_id)
    sums = rows.order_by().values(*_IDENTITY).annotate(total=Sum("amount"))
    found = [Standing({name: row[name] for name in _IDENTITY}, row["total"]) for row in sums if row["total"]]
    return sorted(
        found, key=lambda one: (str(one.of["plan_id"]), one.of["leg"], one.of["party_kind"], one.of["party"])
    )


def lines_of(source: str) -> QuerySet[Line]:
    """Of a source, and those of the reversals of it."""
    codes = Happening.objects.filter(kind=Happening.Kind.REVERSE, facts__of=source).values_list(
        "code", flat=True
    )
    deal = deal_of(source)
    # Lines of deals are found by the deal.
    own = Q(source=source) & ~Q(source_kind="deal") if deal is None else Q(deal_id=deal, source_kind="deal")
    return Line.objects.filter(own | Q(source_kind=_OF_EVENT, source__in=list(codes)))


def one_at_a_time(source: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key("rebates", "reverse", source)])


def reverse_untaken(*, at: datetime, batch_id: uuid.UUID) -> list[Line]:
    """Of the reversals that are known by then and have taken nothing yet. One whose source earned nothing so far waits for it."""
    taken = Line.objects.filter(source_kind=_OF_EVENT, source=OuterRef("code"))
    events = Happening.objects.filter(~Exists(taken), kind=Happening.Kind.REVERSE, at__lte=at)
    return [line for event in events.order_by("at", "code") for line in _take_back(event, event.at, batch_id)]


def follow(lines: Iterable[Line], batch_id: uuid.UUID) -> list[Line]:
    """After corrections of deals: reversals of them take back what stands now, or give back what they took too much."""
    sources = {line.source for line in lines if line.source_kind == Line.SourceKind.DEAL}
    if not sources:
        return []
    events = Happening.objects.filter(kind=Happening.Kind.REVERSE, facts__of__in=sorted(sources))
    now = clock.now().replace(microsecond=0)
    return [line for event in events.order_by("at", "code") for line in _take_back(event, now, batch_id)]


def _take_back(event: Happening, at: datetime, batch_id: uuid.UUID) -> list[Line]:
    """Posted at once, so that the next reversal of the same source finds it."""
    source, number = event.facts["of"], event.facts.get("partner")
    partner = Partner.objects.filter(number=int(number)).first() if number else None
    one_at_a_time(source)
    found = standing(source, partner.id if partner else None)
    lines = lines_of_reversal(
        event, found, at=_open_time(at), batch_id=batch_id, generation=_next(event.code)
    )
    Line.objects.bulk_create(lines)
    subledger.post(batch_id=batch_id, lines=lines)
    return lines


def lines_of_reversal(
    event: Happening, found: Sequence[Standing], *, at: datetime, batch_id: uuid.UUID, generation: int = 0
) -> list[Line]:
    partners = Partner.objects.in_bulk(_ids(found, "partner_id"))
    clients = Client.objects.in_bulk(_ids(found, "client_id"))
    plans = Plan.objects.in_bulk(_ids(found, "plan_id"))
    return [
        Line(
            **{name: value for name, value in one.of.items() if name not in _ROWS},
            partner=partners.get(one.of["partner_id"]),
            client=clients.get(one.of["client_id"]),
            plan=plans.get(one.of["plan_id"]),
            source_kind=_OF_EVENT,
            source=event.code,
            generation=generation,
            amount=-one.amount,
            reason=event.facts["reason"],
            time=at,
            due=at,
            inputs={"reverse": {"of": event.facts["of"], "amount": plain(one.amount)}},
            batch_id=batch_id,
        )
        for one in found
    ]


def _ids(found: Iterable[Standing], name: str) -> Collection[uuid.UUID]:
    return {one.of[name] for one in found if one.of[name]}


def deal_of(source: str) -> int | None:
    """The row of a deal that is named as on lines: its server and its ticket."""
    server, _, ticket = source.rpartition(":")
    if not server or not ticket.isdecimal() or len(ticket) > 18:
        return None
    return Deal.objects.filter(server__code=server, ticket=int(ticket)).values_list("id", flat=True).first()


def _next(code: str) -> int:
    last = Line.objects.filter(source_kind=_OF_EVENT, source=code).aggregate(last=Max("generation"))["last"]
    return 0 if last is None else last + 1


def _open_time(at: datetime) -> datetime:
    """A closed day takes no lines of its own time."""
    closed = ledger.locked_through()
    if closed is None or at.astimezone(UTC).date() > closed:
        return at
    return clock.now().replace(microsecond=0)
