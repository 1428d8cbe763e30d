"""The accounts that trade by themselves. Everybody with money takes part; nobody is ever ruined."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from infra.simulators.mt5 import dealing
from infra.simulators.mt5.catalogue import SYMBOLS
from infra.simulators.mt5.records import Position, User
from infra.simulators.mt5.server import Server

MOST_POSITIONS = 4
MOST_CATCHING_UP = 50  # deals made in one step, however long the last one took
_LEAST_BALANCE = Decimal(20)
_LOT_STEP = Decimal("0.01")


class Traders:
    def __init__(self, server: Server, rng: Random, deals_per_second: Decimal) -> None:
        self._server = server
        self._rng = rng
        self._owed = Decimal(0)
        self.deals_per_second = deals_per_second
        self.running = True

    def step(self, elapsed_seconds: Decimal) -> int:
        """Lets so much time pass; the number of deals made."""
        self._server.market.step()
        if not self.running:
            return 0
        self._owed = min(self._owed + self.deals_per_second * elapsed_seconds, Decimal(MOST_CATCHING_UP))
        made = 0
        players = self._players()
        while self._owed >= 1 and players:
            self._owed -= 1
            self._play(self._rng.choice(players))
            made += 1
        return made

    def _players(self) -> list[User]:
        return [one for one in self._server.users.values() if one.may_trade and one.balance >= _LEAST_BALANCE]

    def _play(self, user: User) -> None:
        positions = self._server.positions_of(user.login)
        if positions and self._rng.random() < len(positions) / MOST_POSITIONS:
            self._close(user, self._rng.choice(positions))
        else:
            self._open(user)

    def _open(self, user: User) -> None:
        symbol = SYMBOLS[self._rng.choice(list(SYMBOLS))]
        most = max(_LOT_STEP, min(Decimal(2), user.balance / 20_000)).quantize(_LOT_STEP)
        lots = _LOT_STEP * self._rng.randint(1, int(most / _LOT_STEP))
        dealing.open_position(self._server, user, symbol, self._rng.randint(0, 1), lots)

    def _close(self, user: User, position: Position) -> None:
        partly = position.lots >= 2 * _LOT_STEP and self._rng.random() < 0.2
        lots = (position.lots / 2).quantize(_LOT_STEP) if partly else position.lots
        dealing.close_position(self._server, user, position, lots=lots)
