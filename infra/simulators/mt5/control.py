"""The other port, plain HTTP on the loopback: what tests and the demo tell the server to do, and ask it about."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from aiohttp import web

from infra.simulators.mt5 import dealing, retcodes
from infra.simulators.mt5.catalogue import COMMISSION, SYMBOLS, Group, Manager
from infra.simulators.mt5.faults import Fault, Kind
from infra.simulators.mt5.records import Deal
from infra.simulators.mt5.server import now_msc
from infra.simulators.mt5.traders import Traders
from infra.simulators.mt5.wire import Wire

_SIDES = {"buy": 0, "sell": 1}


class Control:
    def __init__(self, wire: Wire, traders: Traders) -> None:
        self._wire = wire
        self._server = wire.server
        self._traders = traders

    def application(self) -> web.Application:
        application = web.Application(middlewares=[_plainly])
        application.router.add_get("/status", self.status)
        application.router.add_get("/deals", self.deals)
        application.router.add_get("/transcript", self.transcript)
        application.router.add_delete("/transcript", self.forget_transcript)
        application.router.add_post("/market", self.market)
        application.router.add_post("/trade", self.trade)
        application.router.add_post("/open", self.open)
        application.router.add_post("/modify", self.modify)
        application.router.add_post("/cancel", self.cancel)
        application.router.add_post("/fault", self.fault)
        application.router.add_delete("/fault", self.forget_faults)
        application.router.add_post("/switch", self.switch)
        application.router.add_post("/disconnect", self.disconnect)
        application.router.add_post("/brokers", self.broker)
        return application

    async def status(self, request: web.Request) -> web.Response:
        return _json(
            authenticated=self._wire.sessions.authenticated,
            users=len(self._server.users),
            deals=len(self._server.deals),
            positions=len(self._server.positions),
            deals_per_second=str(self._traders.deals_per_second),
            running=self._traders.running,
        )

    async def deals(self, request: web.Request) -> web.Response:
        login = int(request.query["login"])
        return _json(deals=[deal.wire() for deal in self._server.deals_of(login, 0, 2**60)])

    async def transcript(self, request: web.Request) -> web.Response:
        return _json(exchanges=list(self._wire.transcript))

    async def forget_transcript(self, request: web.Request) -> web.Response:
        self._wire.transcript.clear()
        return _json()

    async def market(self, request: web.Request) -> web.Response:
        """{deals_per_second, running}: the pace of the accounts that trade by themselves."""
        wanted = await request.json()
        self._traders.deals_per_second = Decimal(
            str(wanted.get("deals_per_second", self._traders.deals_per_second))
        )
        self._traders.running = bool(wanted.get("running", self._traders.running))
        return await self.status(request)

    async def trade(self, request: web.Request) -> web.Response:
        """{login, symbol, side, lots, open_price, close_price, hold_seconds}: a whole trade, closed just now."""
        wanted = await request.json()
        close_msc = now_msc()
        opened = close_msc - int(Decimal(str(wanted.get("hold_seconds", 0))) * 1000)
        user = self._server.users[int(wanted["login"])]
        position = self._opened(wanted, opened)
        position_id = position.ticket
        price = _decimal(wanted.get("close_price"))
        closed = dealing.close_position(self._server, user, position, price=price, time_msc=close_msc)
        self._server.store.commit()
        return _json(position=position_id, deal=closed.ticket, at_ms=close_msc, profit=str(closed.profit))

    async def open(self, request: web.Request) -> web.Response:
        """{login, symbol, side, lots, open_price}: a position that stays open."""
        position = self._opened(await request.json(), now_msc())
        self._server.store.commit()
        return _json(position=position.ticket)

    async def modify(self, request: web.Request) -> web.Response:
        """{ticket, profit}: a manager changes a deal after the fact."""
        wanted = await request.json()
        deal = self._deal(wanted)
        deal.profit, deal.modify_flags = Decimal(str(wanted["profit"])), deal.modify_flags | 2
        self._server.save_deal(deal)
        self._server.store.commit()
        return _json(deal=deal.wire())

    async def cancel(self, request: web.Request) -> web.Response:
        deal = dealing.cancel(self._server, self._deal(await request.json()))
        self._server.store.commit()
        return _json(deal=deal.wire())

    async def fault(self, request: web.Request) -> web.Response:
        """{kind, path, times, seconds, code}: what meets the next requests; see faults.py."""
        wanted = await request.json()
        self._wire.faults.add(Fault(**{**wanted, "kind": Kind(wanted["kind"])}))
        return _json()

    async def forget_faults(self, request: web.Request) -> web.Response:
        self._wire.faults.clear()
        return _json()

    async def switch(self, request: web.Request) -> web.Response:
        for name, value in (await request.json()).items():
            self._server.switches.turn(name, value)
        return _json()

    async def disconnect(self, request: web.Request) -> web.Response:
        return _json(closed=self._wire.sessions.disconnect_all())

    async def broker(self, request: web.Request) -> web.Response:
        """{name, currency}: a demo group, a live group and a manager who sees only these two."""
        wanted = await request.json()
        name, currency = str(wanted["name"]), str(wanted.get("currency", "USD"))
        groups = [
            Group(f"{name}\\demo-{currency.lower()}", currency),
            Group(f"{name}\\real-{currency.lower()}", currency, COMMISSION),
        ]
        for group in groups:
            self._server.add_group(group)
        manager = self._manager_of(f"{name}\\*")
        self._server.store.commit()
        return _json(
            login=manager.login,
            password=manager.password,
            groups=manager.groups,
            demo=groups[0].name,
            real=groups[1].name,
        )

    def _manager_of(self, mask: str) -> Manager:
        for manager in self._server.managers.values():
            if manager.groups == mask:
                return manager
        login = max(self._server.managers) + 1
        self._server.add_manager(Manager(login, f"Manager#{login}", mask))
        return self._server.managers[login]

    def _opened(self, wanted: dict[str, Any], time_msc: int) -> Any:
        return dealing.open_position(
            self._server,
            self._server.users[int(wanted["login"])],
            SYMBOLS[wanted["symbol"]],
            _SIDES[wanted["side"]],
            Decimal(str(wanted["lots"])),
            price=_decimal(wanted.get("open_price")),
            time_msc=time_msc,
        )

    def _deal(self, wanted: dict[str, Any]) -> Deal:
        return self._server.deals[int(wanted["ticket"])]


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def _plainly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A mistake in the script is told to its writer."""
    try:
        return await handler(request)
    except (KeyError, ValueError, TypeError, InvalidOperation, retcodes.Refusal) as error:
        text = json.dumps({"error": f"{type(error).__name__}: {error}"})
        return web.Response(text=text, status=400, content_type="application/json")


def _json(**values: Any) -> web.Response:
    return web.Response(text=json.dumps(values), content_type="application/json")


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
