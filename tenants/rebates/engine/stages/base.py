"""Stage 5: the quantity Q of a source, times its paid fraction."""

from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.quantity import Quantity
from tenants.rebates.engine.guards.guard import Trial
from tenants.rebates.engine.numbers import ONE, ZERO, plain
from tenants.rebates.engine.trace import Json, step

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def quantity_of(trial: Trial, world: "World") -> Quantity:
    """Q of an excluded source is zero. (Only a CPA is looked at all the same: its conditions say when its line is.)"""
    base = trial.plan.base
    if trial.reason is not None:
        if base.source != "deposit":
            return Quantity(ZERO)
        return Quantity(ZERO, line_time=base.quantity(trial.source, world, trial.plan.currency).line_time)
    quantity = base.quantity(trial.source, world, trial.plan.currency)
    if trial.fraction == ONE:
        return quantity
    read = {**quantity.inputs, "paid_fraction": plain(trial.fraction)}
    return Quantity(quantity.value * trial.fraction, read, quantity.reason, quantity.line_time)


def base_step(trial: Trial, quantity: Quantity, value: Decimal) -> Json:
    return step(5, f"base.{trial.plan.base.type}", quantity.inputs, value)
