"""The trading server's memory: who has an account, what was dealt, what is open. Every change goes to the store."""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from infra.simulators.mt5 import retcodes
from infra.simulators.mt5.catalogue import DEFAULT_MANAGER, GROUPS, Group, Manager
from infra.simulators.mt5.market import Market
from infra.simulators.mt5.records import Deal, Position, User
from infra.simulators.mt5.store import Store
from infra.simulators.mt5.switches import Switches


@dataclass(slots=True)
class Counter:
    value: int


_FIRST = {"login": 100_001, "deal": 136_700, "order": 136_700, "position": 136_600}


class Server:
    def __init__(self, store: Store, market: Market) -> None:
        self.store = store
        self.market = market
        self.switches = Switches()
        self.users = {user.login: user for user in store.load("user", User)}
        self.positions = {position.ticket: position for position in store.load("position", Position)}
        self.deals = {deal.ticket: deal for deal in store.load("deal", Deal)}
        self.groups = {group.name: group for group in (*GROUPS, *store.load("group", Group))}
        self.managers = {one.login: one for one in (DEFAULT_MANAGER, *store.load("manager", Manager))}
        self._by_time = sorted(deal.key for deal in self.deals.values())
        self._by_login: defaultdict[int, list[int]] = defaultdict(list)
        for deal in self.deals.values():
            self._by_login[deal.login].append(deal.ticket)
        self._counters = {
            "login": max(self.users, default=0) + 1,
            "deal": max(self.deals, default=0) + 1,
            "order": max((deal.order for deal in self.deals.values()), default=0) + 1,
            "position": max((deal.position for deal in self.deals.values()), default=0) + 1,
        }

    def next(self, kind: str) -> int:
        number = max(self._counters[kind], _FIRST[kind])
        self._counters[kind] = number + 1
        return number

    def user(self, login: int, manager: Manager) -> User:
        found = self.users.get(login)
        if found is None or not matches(manager.groups, found.group):
            raise retcodes.Refusal(retcodes.NOT_FOUND)
        return found

    def users_of(self, mask: str, manager: Manager) -> Iterator[User]:
        for user in self.users.values():
            if matches(mask, user.group) and matches(manager.groups, user.group):
                yield user

    def group(self, name: str, manager: Manager) -> Group:
        if name not in self.groups or not matches(manager.groups, name):
            raise retcodes.Refusal(retcodes.PERMISSIONS)
        return self.groups[name]

    def positions_of(self, login: int) -> list[Position]:
        return [position for position in self.positions.values() if position.login == login]

    def deals_of(self, login: int, start_msc: int, end_msc: int) -> list[Deal]:
        found = [self.deals[ticket] for ticket in self._by_login[login]]
        return sorted(
            (deal for deal in found if start_msc <= deal.time_msc <= end_msc), key=lambda one: one.key
        )

    def deals_between(self, start_msc: int, end_msc: int) -> Iterable[Deal]:
        first = bisect_left(self._by_time, (start_msc, 0))
        last = bisect_right(self._by_time, (end_msc, 2**62))
        return (self.deals[ticket] for _, ticket in self._by_time[first:last])

    def add_deal(self, deal: Deal) -> Deal:
        self.deals[deal.ticket] = deal
        insort(self._by_time, deal.key)
        self._by_login[deal.login].append(deal.ticket)
        self.store.save("deal", deal.ticket, deal)
        return deal

    def save_deal(self, deal: Deal) -> None:
        self.store.save("deal", deal.ticket, deal)

    def save_user(self, user: User) -> None:
        self.users[user.login] = user
        self.store.save("user", user.login, user)

    def save_position(self, position: Position) -> None:
        self.positions[position.ticket] = position
        self.store.save("position", position.ticket, position)

    def end_position(self, position: Position) -> None:
        del self.positions[position.ticket]
        self.store.delete("position", position.ticket)

    def add_group(self, group: Group) -> None:
        self.groups[group.name] = group
        self.store.save("group", group.name, group)

    def add_manager(self, manager: Manager) -> None:
        self.managers[manager.login] = manager
        self.store.save("manager", manager.login, manager)


def now_msc() -> int:
    return time.time_ns() // 1_000_000


@lru_cache(maxsize=10_000)
def matches(masks: str, group: str) -> bool:
    """Comma-separated masks with `*`; one that begins with `!` excludes."""
    answers = [(mask.startswith("!"), _mask(mask.lstrip("!"), group)) for mask in masks.split(",")]
    return any(hit for out, hit in answers if not out) and not any(hit for out, hit in answers if out)


def _mask(mask: str, group: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in mask.strip().lower().split("*"))
    return re.fullmatch(pattern, group.lower()) is not None
