"""The three things that must keep the trading contract: the fake, the simulator over TLS, and recorded answers."""

from __future__ import annotations

import json
import os
from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from atrium.providers.trading import registry
from atrium.providers.trading.contract import Action, Deal, Entry, Position, TradingAdapter
from atrium.providers.trading.fake.adapter import FakeAdapter
from atrium.providers.trading.fake.world import Spite, forget, world
from tests.contracts.replay import Replay
from tests.simulators.mt5.process import ROOT, Mt5Process

RECORDINGS = ROOT / "platform/atrium/providers/trading/mt5/recordings"
RECORDING = bool(os.environ.get("ATRIUM_RECORD"))
DEMO, LIVE, EURO = "demo\\usd", "real\\usd", "real\\eur"


class Side(ABC):
    """One platform under test, and the means to make its life hard."""

    adapter: TradingAdapter

    @abstractmethod
    def lose_answer(self) -> None: ...

    @abstractmethod
    def lose_request(self) -> None: ...

    @abstractmethod
    def too_frequent(self) -> None: ...

    @abstractmethod
    def trade(self, login: int) -> None:
        """Buys 0.25 EURUSD at 1.10000 and closes them ten seconds later, just now, at 1.10250: 62.50 profit."""

    @abstractmethod
    def open(self, login: int) -> None:
        """Sells 0.10 EURUSD at 1.10000 and leaves it open."""

    @abstractmethod
    def close(self) -> None: ...


class FakeSide(Side):
    def __init__(self, name: str) -> None:
        self._name = name
        self.world = world(name)
        self.adapter = FakeAdapter(self.world)

    def lose_answer(self) -> None:
        self.world.spites.append(Spite.LOSE_ANSWER)

    def lose_request(self) -> None:
        self.world.spites.append(Spite.LOSE_REQUEST)

    def too_frequent(self) -> None:
        self.world.spites.append(Spite.TOO_FREQUENT)

    def trade(self, login: int) -> None:
        blank = self.world.money_deal(login, Action.BUY, Decimal(0), "")
        opening = replace(
            blank,
            entry=Entry.IN,
            symbol="EURUSD",
            lots=Decimal("0.25"),
            price=Decimal("1.10000"),
            position_id=1,
            contract_size=Decimal(100_000),
            time=blank.time - timedelta(seconds=10),
            reason="client",
        )
        self.world.keep(opening)
        closing = replace(
            opening,
            ticket=self.world.ticket(),
            action=Action.SELL,
            entry=Entry.OUT,
            closed_lots=Decimal("0.25"),
            price=Decimal("1.10250"),
            position_price=Decimal("1.10000"),
            profit=Decimal("62.50"),
            time=blank.time,
        )
        self.world.keep(closing)
        self.world.accounts[login].balance += closing.profit

    def open(self, login: int) -> None:
        price, now = Decimal("1.10000"), self.world.now()
        self.world.positions[9] = Position(
            9, login, Action.SELL, "EURUSD", Decimal("0.10"), price, price, Decimal(0), Decimal(0), now
        )

    def close(self) -> None:
        forget(self._name)


class SimulatorSide(Side):
    def __init__(self, process: Mt5Process, test: str) -> None:
        self._process = process
        self._recording = RECORDINGS / f"{test}.json"
        process.forget("/fault")
        process.forget("/transcript")
        self.adapter = registry.open_adapter("mt5", process.credentials())

    def lose_answer(self) -> None:
        self._process.fault("lose_answer")

    def lose_request(self) -> None:
        self._process.fault("lose_request")

    def too_frequent(self) -> None:
        self._process.fault("retcode", code=12)

    def trade(self, login: int) -> None:
        self._process.tell(
            "/trade",
            login=login,
            symbol="EURUSD",
            side="buy",
            lots="0.25",
            open_price="1.10000",
            close_price="1.10250",
            hold_seconds=10,
        )

    def open(self, login: int) -> None:
        self._process.tell(
            "/open", login=login, symbol="EURUSD", side="sell", lots="0.10", open_price="1.10000"
        )

    def close(self) -> None:
        self.adapter.close()
        if RECORDING:
            exchanges = self._process.ask("/transcript")["exchanges"]
            self._recording.write_text(json.dumps(exchanges, indent=1, ensure_ascii=False) + "\n")


class RecordedSide(Side):
    """Whatever would be arranged is in the recording already."""

    def __init__(self, test: str, folder: Path) -> None:
        exchanges: list[dict[str, Any]] = json.loads((RECORDINGS / f"{test}.json").read_text())
        self._replay = Replay(exchanges, folder).start()
        self.adapter = registry.open_adapter("mt5", self._replay.credentials())

    def lose_answer(self) -> None:
        return

    def lose_request(self) -> None:
        return

    def too_frequent(self) -> None:
        return

    def trade(self, login: int) -> None:
        return

    def open(self, login: int) -> None:
        return

    def close(self) -> None:
        self.adapter.close()
        self._replay.stop()
        assert self._replay.complaints == []


def tickets(deals: list[Deal]) -> list[int]:
    return [deal.ticket for deal in deals]
