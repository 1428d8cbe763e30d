"""Trades on the simulated server at an even pace, whatever the product does with them."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

from infra.supervisor import ports

SYMBOLS = ("EURUSD", "GBPUSD", "USDJPY", "XAUUSD")


@dataclass
class Load:
    """`closed`: ticket of a closing deal → the time at which the server made it."""

    closed: dict[int, float] = field(default_factory=dict)
    took_seconds: float = 0.0

    async def run(self, logins: Sequence[int], *, deals: int, per_second: int) -> None:
        """`deals` closing deals (each with its opening before it), the logins in turn."""
        began = time.monotonic()
        waiting: set[asyncio.Task[None]] = set()
        turns = zip(itertools.cycle(logins), itertools.cycle(SYMBOLS), strict=False)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{ports.MT5_CONTROL.number}") as session:
            for number, (login, symbol) in zip(range(deals), turns, strict=False):
                await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
                task = asyncio.create_task(self._trade(session, login, symbol))
                waiting.add(task)
                task.add_done_callback(waiting.discard)
            await asyncio.gather(*waiting)
        self.took_seconds = time.monotonic() - began

    async def _trade(self, session: aiohttp.ClientSession, login: int, symbol: str) -> None:
        # Held for less than each reading looks back: a real server dates no opening into a past already read.
        wanted = {"login": login, "symbol": symbol, "side": "buy", "lots": "0.10", "hold_seconds": 5}
        async with session.post("/trade", json=wanted) as answer:
            answer.raise_for_status()
            made = await answer.json()
        self.closed[int(made["deal"])] = int(made["at_ms"]) / 1000
