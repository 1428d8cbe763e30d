"""What tier tables count for a partner: lots, active clients, net deposits, in a period and in the tree of each fact."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.document import Cash, Deal
from tenants.rebates.engine.facts.source import Leg
from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.engine.pins import stretch_key, value_key
from tenants.rebates.engine.times import Period, period_of

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World

Key = tuple[int, str]


@dataclass(slots=True)
class Volume:
    """The counted deals of one partner in one period, in the order of (close time, id)."""

    keys: list[Key] = field(default_factory=list)
    running: list[Decimal] = field(default_factory=list)
    clients: set[str] = field(default_factory=set)

    def add(self, key: Key, lots: Decimal, client: str) -> None:
        self.keys.append(key)
        self.running.append(self.total + lots)
        self.clients.add(client)

    @property
    def total(self) -> Decimal:
        return self.running[-1] if self.running else ZERO

    def before(self, key: Key) -> Decimal:
        i = bisect_left(self.keys, key)
        return self.running[i - 1] if i else ZERO

    def until(self, key: Key) -> Decimal:
        i = bisect_right(self.keys, key)
        return self.running[i - 1] if i else ZERO


NOTHING = Volume()


class Metrics:
    def __init__(self, world: "World") -> None:
        self._world = world
        self._volumes: dict[tuple[str, str], dict[tuple[str, int], Volume]] = {}
        self._cash: dict[tuple[str, str], dict[tuple[str, int], list[tuple[Cash, Decimal]]]] = {}

    def value(
        self, metric: str, scope: str, partner: str, kind: str, period: Period, currency: str
    ) -> Decimal:
        pinned = self._pinned(value_key(metric, scope, partner, period.name, currency))
        if pinned is not None:
            return pinned[0]
        key = (partner, period.start)
        if metric == "net_deposits":
            counted = self._cash_of(kind, scope).get(key, [])
            signed = self._world.clients.signed
            return sum((signed(event, currency) * share for event, share in counted), ZERO)
        volume = self._volume(kind, scope).get(key, NOTHING)
        return volume.total if metric == "lots" else Decimal(len(volume.clients))

    def stretch(self, scope: str, partner: str, kind: str, deal: Deal) -> tuple[Decimal, Decimal]:
        """The lots counted before the deal, and those after it."""
        period = period_of(kind, deal.close_time)
        pinned = self._pinned(stretch_key(scope, partner, period.name))
        if pinned is not None:
            return pinned[0], pinned[1]
        volume = self._volume(kind, scope).get((partner, period.start), NOTHING)
        key = (deal.close_time, deal.id)
        return volume.before(key), volume.until(key)

    def _pinned(self, key: str) -> tuple[Decimal, ...] | None:
        pins = self._world.pins
        return None if pins is None else pins.tiers.get(key)

    def _volume(self, kind: str, scope: str) -> dict[tuple[str, int], Volume]:
        if (kind, scope) not in self._volumes:
            volumes = self._volumes[kind, scope] = {}
            for deal in self._world.scenario.deals:
                self._count(deal, kind, scope, volumes)
        return self._volumes[kind, scope]

    def _count(self, deal: Deal, kind: str, scope: str, volumes: dict[tuple[str, int], Volume]) -> None:
        account = self._world.account(deal)
        legs = self._world.legs(account.client, account, deal.close_time)
        period = period_of(kind, deal.close_time)
        lots = self._world.lots(deal)
        for partner, share in _shares(legs, scope).items():
            volume = volumes.setdefault((partner, period.start), Volume())
            volume.add((deal.close_time, deal.id), lots * share, account.client)

    def _cash_of(self, kind: str, scope: str) -> dict[tuple[str, int], list[tuple[Cash, Decimal]]]:
        """Deposits and withdrawals with the partner's share. They are converted only where they are counted."""
        if (kind, scope) not in self._cash:
            cash = self._cash[kind, scope] = {}
            for client in sorted(self._world.scenario.clients):
                for event in self._world.clients.cash(client):
                    period = period_of(kind, event.at)
                    for partner, share in _shares(self._world.legs(client, None, event.at), scope).items():
                        cash.setdefault((partner, period.start), []).append((event, share))
        return self._cash[kind, scope]


def _shares(legs: Iterable[Leg], scope: str) -> dict[str, Decimal]:
    shares: dict[str, Decimal] = {}
    for leg in legs:
        for partner in leg.path if scope == "downline" else leg.path[:1]:
            shares[partner] = shares.get(partner, ZERO) + leg.share
    return shares
