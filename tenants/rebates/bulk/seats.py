"""Who sits on the legs of a client at a moment: paths with ratios, ranks and statuses, worked out once while nothing changes."""

from bisect import bisect_right
from decimal import Decimal
from itertools import pairwise

from tenants.rebates.engine.document import (
    Account,
    Assign,
    Client,
    Move,
    RankChange,
    StatusChange,
)
from tenants.rebates.engine.facts.world import World
from tenants.rebates.engine.numbers import ONE

KEPT = 100_000
"""Paths remembered at most; a tree that changes all the time would fill the memory otherwise."""


class Seat:
    """One path as of a moment. `ratios` has None where the personal ratio is 1: a product that is not needed is not made."""

    __slots__ = ("_subs", "_world", "active", "agreed", "all_active", "path", "ranks", "ratios", "time")

    def __init__(self, path: tuple[str, ...], world: World, time: int) -> None:
        tree, partners = world.tree, world.scenario.partners
        self.path, self.time, self._world = path, time, world
        self.ratios = [None if partners[one].ratio == ONE else partners[one].ratio for one in path]
        self.active = [tree.active(one, time) for one in path]
        self.all_active = all(self.active)
        self.ranks = [tree.rank(one, time) for one in path]
        above = [world.agreed(one, parent, time) for one, parent in pairwise(path)] if path else []
        self.agreed = [*above, None]
        self._subs: dict[tuple[int, int], int] = {}

    def subs(self, place: int, rank: int) -> int:
        """How many active direct sub-partners of at least that rank the partner there has."""
        key = (place, rank)
        if key not in self._subs:
            self._subs[key] = self._world.tree.active_subs(self.path[place], self.time, rank)
        return self._subs[key]


Leg = tuple[Decimal, Seat]


class Seating:
    def __init__(self, world: World) -> None:
        self._world = world
        events = world.scenario.events
        moments = {each.at for each in events if isinstance(each, Move | Assign | StatusChange | RankChange)}
        for rows in world.scenario.agreed.values():
            moments |= {each.since for each in rows} | {each.until for each in rows}
        self._moments = sorted(moments)
        self._seats: dict[tuple[str, int], Seat] = {}
        self._legs: dict[tuple[str, str | None, int], tuple[Leg, ...]] = {}
        self._last: tuple[Client | None, Account | None, int] = (None, None, 0)
        self._of_last: tuple[Leg, ...] = ()

    def legs(self, client: Client, account: Account | None, time: int) -> tuple[Leg, ...]:
        """Asked for several times of each deal, so the last answer is at hand."""
        last = self._last
        if last[0] is not client or last[1] is not account or last[2] != time:
            self._of_last = self._at(client, account, time)
            self._last = (client, account, time)
        return self._of_last

    def _at(self, client: Client, account: Account | None, time: int) -> tuple[Leg, ...]:
        redirect = account.redirect if account is not None else None
        key = (client.id, redirect, bisect_right(self._moments, time))
        legs = self._legs.get(key)
        if legs is None:
            if len(self._legs) > KEPT:
                self._legs.clear()
            found = self._world.legs(client.id, account, time)
            legs = self._legs[key] = tuple((leg.share, self._seat(leg.path, time, key[2])) for leg in found)
        return legs

    def _seat(self, path: tuple[str, ...], time: int, epoch: int) -> Seat:
        key = (path[0], epoch)
        if key not in self._seats:
            if len(self._seats) > KEPT:
                self._seats.clear()
            self._seats[key] = Seat(path, self._world, time)
        return self._seats[key]
