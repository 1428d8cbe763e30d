"""What was accrued from deals that are no longer what they were: reversing lines, new lines, one posting of the difference."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Refused
from atrium.kernel.ids import new_id
from tenants.outbox.services import announce
from tenants.rebates.engine.numbers import plain
from tenants.trading.models import Deal

from ..gather import commissionable
from ..models import Line
from ..types import Corrected
from . import subledger
from .accrual import lines_of, one_at_a_time, sorted_out

REASON: Final = "correction"
Identity = tuple[str, str, str, str, str, str]
_SAME: Final = ("amount", "currency", "level", "reason", "time", "due")


@dataclass(frozen=True, slots=True)
class _Standing:
    """The line that counts now for one identity, if any does, and the last generation written."""

    line: Line | None
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
    before, after = _standing(ids), _computed(run, commissionable(lined))
    lines = _differences(before, after, run)
    Line.objects.bulk_create(lines, batch_size=1000)
    subledger.post(batch_id=run, lines=lines)
    partners = tuple(sorted({line.partner_id for line in lines if line.partner_id and line.amount}))
    if lines:
        announce("rebates.accrued", batch_id=str(run), partner_ids=[str(each) for each in partners])
    return Corrected(sum(line.reason == REASON for line in lines), len(lines), partners)


def _standing(deal_ids: Sequence[int]) -> dict[Identity, _Standing]:
    standing: dict[Identity, _Standing] = {}
    rows = Line.objects.filter(deal_id__in=deal_ids).select_related("partner", "client")
    for line in rows.order_by("generation"):
        counts = line.reason != REASON
        standing[_identity(line)] = _Standing(line if counts else None, line.generation)
    return standing


def _computed(run: uuid.UUID, deals: Sequence[Deal]) -> dict[Identity, Line]:
    ready, lacking = sorted_out(deals)
    lines, unpriced = lines_of(run, ready)
    if lacking or unpriced:
        reason = next(iter((lacking | unpriced).values()))
        raise Refused(f"A changed deal cannot be computed again yet: {reason} Its rebates stay as they are.")
    return {_identity(line): line for line in lines}


def _differences(
    before: dict[Identity, _Standing], after: dict[Identity, Line], run: uuid.UUID
) -> list[Line]:
    lines = []
    for identity in sorted(before.keys() | after.keys()):
        was, now = before.get(identity, _Standing(None, -1)), after.get(identity)
        if was.line is not None and now is not None and _is_same(was.line, now):
            continue
        generation = was.generation
        if was.line is not None:
            generation += 1
            lines.append(_reversed(was.line, generation, run))
        if now is not None:
            now.generation = generation + 1
            lines.append(now)
    return lines


def _reversed(line: Line, generation: int, run: uuid.UUID) -> Line:
    now = clock.now()
    return Line(
        **{name: getattr(line, name) for name in _COPIED},
        generation=generation,
        amount=-line.amount,
        lots=-line.lots,
        reason=REASON,
        time=now,
        due=now,
        inputs={"reverse": {"of": f"{line.source} generation {line.generation}", "amount": plain(line.amount)}},
        batch_id=run,
    )


_COPIED: Final = (
    "source_kind", "source", "leg", "party_kind", "party", "level", "plan_id", "partner", "client",
    "of_client_id", "deal_id", "symbol", "currency",
)  # fmt: skip


def _is_same(one: Line, other: Line) -> bool:
    return (
        all(getattr(one, name) == getattr(other, name) for name in _SAME) and Decimal(one.lots) == other.lots
    )


def _identity(line: Line) -> Identity:
    return (line.source_kind, line.source, line.plan_code, line.leg, line.party_kind, line.party)
