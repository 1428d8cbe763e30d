"""Stage 3: the moment as of which tree, status, rank and plans are read, and the legs at that moment."""

from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.source import Leg, Source
from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.plan import Plan
from tenants.rebates.engine.times import format_time
from tenants.rebates.engine.trace import Json, step

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def attribution_time(source: Source, plan: Plan) -> int:
    if source.deal is not None and plan.attribution == "open":
        return source.deal.open_time
    return source.fact_time


class LegsOf:
    """The legs of one source, worked out once per moment."""

    def __init__(self, source: Source, world: "World") -> None:
        self._source, self._world = source, world
        self._legs: dict[int, tuple[Leg, ...]] = {}

    def at(self, time: int) -> tuple[Leg, ...]:
        if time not in self._legs:
            self._legs[time] = self._world.legs_of(self._source, time)
        return self._legs[time]


def attribute_step(source: Source, time: int, legs: tuple[Leg, ...]) -> Json:
    read: Json = {"time": format_time(time)}
    if source.client is not None:
        read["client"] = source.client.id
    if source.account is not None:
        read["account"] = source.account.id
        if source.account.redirect is not None:
            read["redirect"] = source.account.redirect
    return step(3, "attribute", read, [{"share": plain(leg.share), "path": list(leg.path)} for leg in legs])
