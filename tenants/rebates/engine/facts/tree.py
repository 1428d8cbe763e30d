"""The partners as of a time: path to the top, status, rank, direct sub-partners."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from tenants.rebates.engine.document import Event, Move, Partner, RankChange, StatusChange
from tenants.rebates.engine.facts.history import History


class Tree:
    def __init__(self, partners: Mapping[str, Partner], events: Iterable[Event]) -> None:
        self._partners = partners
        self._parents: History[str, str | None] = History()
        self._status: History[str, str] = History()
        self._ranks: History[str, int] = History()
        self._moves: list[int] = []
        self._paths: dict[tuple[str, int], tuple[str, ...]] = {}
        self._subs: dict[int, dict[str, list[str]]] = {}
        for event in events:
            self._take(event)

    def path(self, partner: str, time: int) -> tuple[str, ...]:
        """The partner, its parent, and so on to the top."""
        epoch = bisect_right(self._moves, time)
        path = self._paths.get((partner, epoch))
        if path is None:
            path = self._paths[partner, epoch] = self._walk(partner, time)
        return path

    def active(self, partner: str, time: int) -> bool:
        return self._status.at(partner, time, self._partners[partner].status) == "active"

    def rank(self, partner: str, time: int) -> int:
        return self._ranks.at(partner, time, self._partners[partner].rank)

    def active_subs(self, partner: str, time: int, rank: int) -> int:
        """How many active direct sub-partners of at least that rank."""
        return sum(
            self.active(sub, time) and self.rank(sub, time) >= rank
            for sub in self._direct_subs(time).get(partner, ())
        )

    def _direct_subs(self, time: int) -> dict[str, list[str]]:
        epoch = bisect_right(self._moves, time)
        if epoch not in self._subs:
            subs = self._subs[epoch] = {}
            for partner in self._partners:
                parent = self._parent(partner, time)
                if parent is not None:
                    subs.setdefault(parent, []).append(partner)
        return self._subs[epoch]

    def _walk(self, partner: str, time: int) -> tuple[str, ...]:
        path = [partner]
        parent = self._parent(partner, time)
        while parent is not None:
            path.append(parent)
            parent = self._parent(parent, time)
        return tuple(path)

    def _parent(self, partner: str, time: int) -> str | None:
        return self._parents.at(partner, time, self._partners[partner].parent)

    def _take(self, event: Event) -> None:
        if isinstance(event, Move):
            self._parents.change(event.partner, event.at, event.parent)
            self._moves.append(event.at)
        elif isinstance(event, StatusChange):
            self._status.change(event.partner, event.at, event.status)
        elif isinstance(event, RankChange):
            self._ranks.change(event.partner, event.at, event.rank)
