"""Stage 12: rounded to ten decimals, half-even: the line, with its whole trace and the moment it is due."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.line import Line
from tenants.rebates.engine.numbers import STORED_PLACES, ZERO, plain, rounded
from tenants.rebates.engine.plan import Plan
from tenants.rebates.engine.portion import Portion
from tenants.rebates.engine.stages.convert import convert, currency_of
from tenants.rebates.engine.stages.due import due_time
from tenants.rebates.engine.trace import Json, step

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def store(
    portion: Portion, steps: Sequence[Json], source: Source, plan: Plan | None, time: int, world: "World"
) -> Line:
    """`steps` come before the portion's own; none of its own are written if an earlier stage made it zero."""
    trace = [*steps, *portion.steps]
    currency = currency_of(portion, world, plan.currency if plan else "USD")
    amount = portion.amount
    if amount and plan is not None:
        amount, converted = convert(amount, plan.currency, currency, time, world)
        trace.append(converted)
    stored = rounded(amount, STORED_PLACES)
    reason = None if stored else portion.reason or "nothing_due"
    trace.append(_store_step(amount, reason, stored))
    return Line(
        source_kind=source.line_kind,
        source=source.id,
        party_kind=portion.party_kind,
        party=portion.party,
        level=portion.level,
        plan=plan.id if plan else None,
        time=time,
        due=due_time(portion, plan, time, world),
        amount=stored if stored else ZERO,
        currency=currency,
        reason=reason,
        trace=tuple(trace),
        leg=portion.leg,
        pool=source.pool.partner if source.pool else "",
    )


def _store_step(amount: Decimal, reason: str | None, stored: Decimal) -> Json:
    read: Json = {"amount": plain(amount)}
    if reason is not None:
        read["reason"] = reason
    return step(12, "store", read, stored)
