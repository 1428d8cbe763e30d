"""What was accrued from deals that are no longer what they were: reversing lines, new lines, one posting of the difference."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Refused
from atrium.kernel.ids import new_id
from tenants.ledger import selectors as ledger
from tenants.outbox.services import announce
from tenants.rebates.engine.numbers import plain
from tenants.trading.models import Deal

from ..bulk import looking_back
from ..gather import commissionable
from ..models import Line
from ..scenario import deal_id
from ..types import Corrected
from . import reversing, subledger
from .accrual import lines_of, one_at_a_time, sorted_out

REASON: Final = "correction"
Identity = tuple[str, str, str, str, str, str]
_SAME: Final = ("amount", "currency", "level", "reason")


@dataclass(frozen=True, slots=True)
class Standing:
    """The line that counts now for one identity, if any does, and the last generation written."""

    line: Line | None
    generation: int


@dataclass(frozen=True, slots=True)
class Change:
    """One identity for which another line should stand than does; `generation` is the last one written."""

    identity: Identity
    was: Line | None
    now: Line | None
    generation: int


@transaction.atomic
def correct_deals(*, deal_ids: Iterable[int]) -> Corrected:
    """Computes the deals again as they are now and posts what differs. Nothing is edited; said twice, it does nothing.

    Deals without lines are left to accrual. Raises Refused if one cannot be computed now; then nothing was changed.
    """
    lined = Deal.objects.filter(id__in=Line.objects.filter(deal_id__in=list(deal_ids)).values("deal_id"))
    for batch_id in sorted(set(lined.values_list("batch_id", flat=True))):
        one_at_a_time(batch_id)
    run = new_id()
    ids = list(lined.order_by("id").values_list("id", flat=True))
    closed = ledger.locked_through()
    now = commissionable(lined)
    changes = changes_between(standing(ids), _computed(run, now), closed)
    changes = list(_left_to_replay(changes, {deal_id(deal) for deal in now}))
    lines = [line for change in changes for line in lines_of_change(change, run, closed)]
    Line.objects.bulk_create(lines, batch_size=1000)
    subledger.post(batch_id=run, lines=lines)
    reversing.follow(lines, run)
    partners = tuple(sorted({line.partner_id for line in lines if line.partner_id and line.amount}))
    if lines:
        announce("rebates.accrued", batch_id=str(run), partner_ids=[str(each) for each in partners])
    return Corrected(sum(line.reason == REASON for line in lines), len(lines), partners)


def _left_to_replay(changes: Iterable[Change], there: set[str]) -> Iterator[Change]:
    """A plan that looks back is computed again with all deals of its periods; here only what no longer counts is taken back."""
    for change in changes:
        line = change.now or change.was
        assert line is not None
        if line.plan is None or not looking_back.looks_back(line.plan):
            yield change
            continue
        looking_back.note_late(line.plan, [line.time], clock.now())
        if change.identity[1] not in there:
            yield change


def standing(deal_ids: Sequence[int]) -> dict[Identity, Standing]:
    found: dict[Identity, Standing] = {}
    rows = Line.objects.filter(deal_id__in=deal_ids, source_kind=Line.SourceKind.DEAL)
    for line in rows.select_related("partner", "client", "plan").order_by("generation"):
        counts = line.reason != REASON
        found[identity_of(line)] = Standing(line if counts else None, line.generation)
    return found


def _computed(run: uuid.UUID, deals: Sequence[Deal]) -> dict[Identity, Line]:
    ready, lacking = sorted_out(deals)
    lines, unpriced = lines_of(run, ready)
    if lacking or unpriced:
        reason = next(iter((lacking | unpriced).values()))
        raise Refused(f"A changed deal cannot be computed again yet: {reason} Its rebates stay as they are.")
    return {identity_of(line): line for line in lines}


def changes_between(
    before: dict[Identity, Standing], after: dict[Identity, Line], closed: date | None
) -> list[Change]:
    changes = []
    for identity in sorted(before.keys() | after.keys()):
        was, now = before.get(identity, Standing(None, -1)), after.get(identity)
        if was.line is not None and now is not None and _is_same(was.line, now, closed):
            continue
        if was.line is not None or now is not None:
            changes.append(Change(identity, was.line, now, was.generation))
    return changes


def lines_of_change(change: Change, run: uuid.UUID, closed: date | None) -> Iterator[Line]:
    """What is written: the line that counted is taken back, and the one that should stand comes in its place."""
    generation = change.generation
    if change.was is not None:
        generation += 1
        yield _reversed(change.was, generation, run, closed)
    if change.now is not None:
        change.now.generation = generation + 1
        if _is_closed(change.now.time, closed):
            change.now.time = change.now.due = clock.now()
        change.now.batch_id = run
        yield change.now


def _is_closed(time: datetime, closed: date | None) -> bool:
    """A closed day takes no lines of its own time: a correction of it has the time of its posting."""
    return closed is not None and time.astimezone(UTC).date() <= closed


def _reversed(line: Line, generation: int, run: uuid.UUID, closed: date | None) -> Line:
    now = clock.now()
    read = {"of": f"{line.source} generation {line.generation}", "amount": plain(line.amount)}
    if _is_closed(line.time, closed):
        read["period"] = f"{line.time.astimezone(UTC):%Y-%m}"
    return Line(
        **{name: getattr(line, name) for name in _COPIED},
        generation=generation,
        amount=-line.amount,
        lots=-line.lots,
        reason=REASON,
        time=now,
        due=now,
        inputs={"reverse": read},
        batch_id=run,
    )


_COPIED: Final = (
    "source_kind", "source", "leg", "party_kind", "party", "level", "plan_id", "partner", "client",
    "of_client_id", "deal_id", "symbol", "currency",
)  # fmt: skip


def _is_same(was: Line, now: Line, closed: date | None) -> bool:
    """In a closed month a correction has the time of its posting: that alone is no difference."""
    alike = all(getattr(was, name) == getattr(now, name) for name in _SAME) and Decimal(was.lots) == now.lots
    return alike and (_is_closed(now.time, closed) or (was.time, was.due) == (now.time, now.due))


def identity_of(line: Line) -> Identity:
    return (line.source_kind, line.source, line.plan_code, line.leg, line.party_kind, line.party)
