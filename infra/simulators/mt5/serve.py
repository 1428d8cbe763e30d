"""The process: both ports, the market's clock, and a clean end on SIGTERM."""

from __future__ import annotations

import asyncio
import signal
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

from aiohttp import web

from infra.simulators.mt5.certificates import server_context
from infra.simulators.mt5.control import Control
from infra.simulators.mt5.market import Market
from infra.simulators.mt5.server import Server
from infra.simulators.mt5.store import Store
from infra.simulators.mt5.traders import Traders
from infra.simulators.mt5.wire import Wire

TICK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Options:
    host: str
    port: int  # 0: any free one
    control_port: int
    data: Path
    ca: Path
    seed: int
    deals_per_second: Decimal
    idle_seconds: float
    handshake_seconds: float


def run(options: Options) -> None:
    """Returns when the process is told to end."""
    asyncio.run(_serve(options))


async def _serve(options: Options) -> None:
    rng = Random(options.seed)
    server = Server(Store(options.data), Market(rng))
    wire = Wire(server)
    wire.sessions.handshake_seconds = options.handshake_seconds
    traders = Traders(server, rng, options.deals_per_second)
    ending = _ending()
    web_api = web.AppRunner(wire.application(), keepalive_timeout=options.idle_seconds, access_log=None)
    control = web.AppRunner(Control(wire, traders).application(), access_log=None)
    try:
        port = await _listen(web_api, options.host, options.port, tls=options.ca)
        control_port = await _listen(control, "127.0.0.1", options.control_port)
        print(
            f"MT5 simulator ready: https://{options.host}:{port} control http://127.0.0.1:{control_port}",
            flush=True,
        )
        await _keep_time(traders, server.store, ending)
    finally:
        wire.sessions.disconnect_all()
        await web_api.cleanup()
        await control.cleanup()
        server.store.close()


async def _listen(runner: web.AppRunner, host: str, port: int, *, tls: Path | None = None) -> int:
    await runner.setup()
    context = server_context(tls) if tls else None
    await web.TCPSite(runner, host, port, ssl_context=context, shutdown_timeout=1.0).start()
    return int(runner.addresses[0][1])


async def _keep_time(traders: Traders, store: Store, ending: asyncio.Event) -> None:
    last = time.monotonic()
    while not ending.is_set():
        try:
            await asyncio.wait_for(ending.wait(), TICK_SECONDS)
        except TimeoutError:
            now = time.monotonic()
            traders.step(Decimal(str(now - last)))
            store.commit()
            last = now


def _ending() -> asyncio.Event:
    event = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, event.set)
    return event
