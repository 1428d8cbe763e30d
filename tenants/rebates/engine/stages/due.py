"""When a line may be paid: after the plan's hold, at the partner's own calendar, after its delay."""

from typing import TYPE_CHECKING

from tenants.rebates.engine.plan import Plan
from tenants.rebates.engine.portion import PARTNER, Portion
from tenants.rebates.engine.times import DAY, boundary

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World

BOUNDARIES = {"daily": "day", "weekly": "week", "monthly": "month"}


def due_time(portion: Portion, plan: Plan | None, time: int, world: "World") -> int:
    held = time + (plan.hold_days * DAY if plan else 0)
    if portion.party_kind != PARTNER or portion.party is None:
        return held
    payout = world.scenario.partners[portion.party].payout
    if payout.schedule in BOUNDARIES:
        held = boundary(BOUNDARIES[payout.schedule], held)
    return held + payout.delay_days * DAY
