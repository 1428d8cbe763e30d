"""Stage 4: which plans apply to a source, and which of them wins each slot."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.source import Leg, Source
from tenants.rebates.engine.plan import SELECT_KEYS, Plan
from tenants.rebates.engine.stages.attribute import LegsOf, attribution_time
from tenants.rebates.engine.stages.match import Match
from tenants.rebates.engine.times import BEGINNING
from tenants.rebates.engine.trace import Json, step

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World

Values = frozenset[str | None]
NO_VALUES: Values = frozenset()


class Selection:
    """The plans of one kind of source, by slot, best first: the order does not depend on the source."""

    def __init__(self, plans: Iterable[Plan], kind: str) -> None:
        self.slots: dict[str, list[Plan]] = {}
        for plan in sorted((plan for plan in plans if plan.base.source == kind), key=precedence):
            self.slots.setdefault(plan.slot, []).append(plan)

    def winners(self, source: Source, world: "World") -> Iterator[Match]:
        legs_of = LegsOf(source, world)
        for plans in self.slots.values():
            applicable = [plan for plan in plans if applies(plan, source, legs_of, world)]
            if applicable:
                winner = applicable[0]
                time = attribution_time(source, winner)
                candidates = tuple(plan.id for plan in applicable)
                yield Match(source, winner, time, legs_of.at(time), candidates)


def precedence(plan: Plan) -> tuple[tuple[bool, ...], int, str]:
    missing = tuple(key not in plan.select for key in SELECT_KEYS)
    return missing, -(BEGINNING if plan.start is None else plan.start), plan.id


def applies(plan: Plan, source: Source, legs_of: LegsOf, world: "World") -> bool:
    time = attribution_time(source, plan)
    if not plan.in_force(time):
        return False
    return all(
        not values.isdisjoint(source_values(key, source, legs_of.at(time), world))
        for key, values in plan.select.items()
    )


def source_values(key: str, source: Source, legs: tuple[Leg, ...], world: "World") -> Values:
    if key == "partner":
        return frozenset(leg.direct for leg in legs)
    if key == "tree":
        return frozenset(partner for leg in legs for partner in leg.path)
    if key in ("client_group", "country"):
        client = source.client
        return frozenset({client.group if key == "client_group" else client.country}) if client else NO_VALUES
    if key in ("account_type", "group", "platform"):
        account = source.account
        return (
            frozenset({getattr(account, "type" if key == "account_type" else key)}) if account else NO_VALUES
        )
    return _deal_values(key, source, world)


def _deal_values(key: str, source: Source, world: "World") -> Values:
    if source.deal is None:
        return NO_VALUES
    if key == "side":
        return frozenset({source.deal.side})
    symbol = world.symbol(source.deal)
    return frozenset({symbol.id}) if key == "symbol" else frozenset(symbol.groups)


def select_step(slot: str, candidates: Iterable[str], winner: str | None) -> Json:
    return step(4, "select", {"slot": slot, "candidates": list(candidates)}, winner)
