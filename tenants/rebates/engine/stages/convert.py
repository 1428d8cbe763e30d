"""Stage 11: from the plan's currency into the party's, at line time."""

from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.portion import CLIENT, Portion
from tenants.rebates.engine.trace import Json, step

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def currency_of(portion: Portion, world: "World", otherwise: str) -> str:
    """The currency of the party; where there is none, the given one."""
    if portion.party is None:
        return otherwise
    if portion.party_kind == CLIENT:
        return world.scenario.clients[portion.party].currency
    return world.scenario.partners[portion.party].currency


def convert(amount: Decimal, source: str, target: str, time: int, world: "World") -> tuple[Decimal, Json]:
    conversion = world.exchange.convert(amount, source, target, time)
    return conversion.result, step(11, "convert", conversion.trace(), conversion.result)
