"""Which plan wins each slot: what does not change with time is worked out once for all deals that are alike."""

from collections.abc import Iterable

from tenants.rebates.engine.document import Account, Client, Deal, Symbol
from tenants.rebates.engine.plan import Plan
from tenants.rebates.engine.stages.select import precedence

from .seats import Leg, Seating

MOVING = ("partner", "tree")
"""Select keys that hang on the tree as it stands at the moment."""
Slots = tuple[tuple[Plan, ...], ...]


class Selecting:
    def __init__(self, plans: Iterable[Plan], seating: Seating) -> None:
        self._seating = seating
        slots: dict[str, list[Plan]] = {}
        for plan in sorted((plan for plan in plans if plan.base.source == "deal"), key=precedence):
            slots.setdefault(plan.slot, []).append(plan)
        self._slots = list(slots.values())
        self._alike: dict[tuple[object, ...], Slots] = {}

    def winners(
        self, deal: Deal, account: Account, client: Client, symbol: Symbol
    ) -> list[tuple[Plan, tuple[Leg, ...]]]:
        """With the legs as of each plan's attribution time."""
        found = []
        for plans in self._candidates(deal, account, client, symbol):
            for plan in plans:
                time = deal.open_time if plan.attribution == "open" else deal.close_time
                if (plan.start is not None and time < plan.start) or (
                    plan.end is not None and time >= plan.end
                ):
                    continue
                legs = self._seating.legs(client, account, time)
                if _is_on(plan, legs):
                    found.append((plan, legs))
                    break
        return found

    def _candidates(self, deal: Deal, account: Account, client: Client, symbol: Symbol) -> Slots:
        key = (
            account.type,
            account.group,
            account.platform,
            client.group,
            client.country,
            deal.symbol,
            deal.side,
        )
        slots = self._alike.get(key)
        if slots is None:
            values: dict[str, frozenset[str | None]] = {
                "symbol": frozenset({deal.symbol}),
                "symbol_group": frozenset(symbol.groups),
                "account_type": frozenset({account.type}),
                "group": frozenset({account.group}),
                "platform": frozenset({account.platform}),
                "client_group": frozenset({client.group}),
                "country": frozenset({client.country}),
                "side": frozenset({deal.side}),
            }
            kept = (tuple(plan for plan in plans if _fits(plan, values)) for plans in self._slots)
            slots = self._alike[key] = tuple(plans for plans in kept if plans)
        return slots


def _fits(plan: Plan, values: dict[str, frozenset[str | None]]) -> bool:
    return all(key in MOVING or not wanted.isdisjoint(values[key]) for key, wanted in plan.select.items())


def _is_on(plan: Plan, legs: tuple[Leg, ...]) -> bool:
    if "partner" in plan.select and not any(seat.path[0] in plan.select["partner"] for _share, seat in legs):
        return False
    return "tree" not in plan.select or any(
        partner in plan.select["tree"] for _share, seat in legs for partner in seat.path
    )
