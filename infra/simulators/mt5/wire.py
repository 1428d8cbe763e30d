"""The HTTPS side: sessions, faults and endpoints behind one door."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any

from aiohttp import web

from infra.simulators.mt5 import retcodes
from infra.simulators.mt5.endpoints import ENDPOINTS
from infra.simulators.mt5.endpoints.query import Query, Reply, done
from infra.simulators.mt5.faults import Fault, Faults, Kind
from infra.simulators.mt5.server import Server
from infra.simulators.mt5.sessions import Sessions

_TRANSCRIPT_LENGTH = 2000


class Wire:
    def __init__(self, server: Server) -> None:
        self.server = server
        self.sessions = Sessions(server)
        self.faults = Faults()
        self.transcript: deque[dict[str, Any]] = deque(maxlen=_TRANSCRIPT_LENGTH)
        self._later: set[asyncio.Task[None]] = set()

    def application(self) -> web.Application:
        application = web.Application(client_max_size=1024 * 1024)
        application.router.add_route("*", "/{path:.*}", self.handle)
        return application

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        fault = self.faults.take(request.path)
        if fault and fault.kind is Kind.DELAY:
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind is Kind.LOSE_REQUEST:
            self._remember(request, body, None)
            return _hang_up(request)
        if fault and fault.kind is Kind.LATE:
            self._work_later(request, body, fault)
            return _hang_up(request)
        refused = fault is not None and fault.kind is Kind.RETCODE
        reply = {"retcode": retcodes.text(fault.code)} if fault and refused else self._work(request, body)
        return await self._answer(request, body, reply, fault)

    async def _answer(
        self, request: web.Request, body: bytes, reply: Reply, fault: Fault | None
    ) -> web.StreamResponse:
        if fault and fault.kind is Kind.DELAY_ANSWER:
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind is Kind.LOSE_ANSWER:
            self._remember(request, body, None)
            return _hang_up(request)
        if fault and fault.kind is Kind.GARBAGE:
            return web.Response(text="<html>502 Bad Gateway</html>", status=502, content_type="text/html")
        self._remember(request, body, reply)
        failed = not str(reply["retcode"]).startswith("0 ")
        status = self.server.switches.failure_status if failed else 200
        text = json.dumps(self._shaped(reply), separators=(",", ":"))
        return web.Response(text=text, status=status, content_type="application/json")

    def _work(self, request: web.Request, body: bytes) -> Reply:
        """Does what is asked and has it on disk before anybody hears of it."""
        try:
            return self._dispatch(request, body)
        except retcodes.Refusal as refusal:
            return {"retcode": retcodes.text(refusal.code)}
        finally:
            self.server.store.commit()

    def _dispatch(self, request: web.Request, body: bytes) -> Reply:
        if request.path == "/api/auth/start":
            return self.sessions.start(request)
        if request.path == "/api/auth/answer":
            return self.sessions.answer(request)
        manager = self.sessions.manager(request)
        if request.path == "/api/quit":
            self.sessions.of(request).manager = None
            return done()
        endpoint = ENDPOINTS.get(request.path)
        if endpoint is None:
            raise retcodes.Refusal(retcodes.NOT_FOUND)
        return endpoint(self.server, Query.read(request.query, body, manager))

    def _work_later(self, request: web.Request, body: bytes, fault: Fault) -> None:
        manager = self.sessions.of(request).manager
        parameters = dict(request.query)
        endpoint = ENDPOINTS.get(request.path)

        async def work() -> None:
            await asyncio.sleep(fault.seconds)
            if endpoint and manager:
                endpoint(self.server, Query.read(parameters, body, manager))
                self.server.store.commit()

        task = asyncio.get_running_loop().create_task(work())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    def _remember(self, request: web.Request, body: bytes, reply: Reply | None) -> None:
        """For the transcript, which tests replay; no reply means that the connection broke."""
        if not request.path.startswith(("/api/auth/", "/api/quit")):
            exchange = {
                "path": request.path,
                "query": dict(request.query),
                "body": body.decode(),
                "reply": reply,
            }
            self.transcript.append(exchange)

    def _shaped(self, reply: Reply) -> Any:
        switches = self.server.switches
        answer = reply.get("answer")
        if switches.single_without_list and isinstance(answer, list) and len(answer) == 1:
            reply = {**reply, "answer": answer[0]}
        return _unquoted(reply) if switches.plain_numbers else reply


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Breaks the connection without a word; the response is never sent."""
    assert isinstance(request.transport, asyncio.Transport)
    request.transport.abort()
    return web.Response()


def _unquoted(value: Any) -> Any:
    """The same answer with numbers where the documented one has strings."""
    if isinstance(value, dict):
        return {name: _unquoted(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_unquoted(inner) for inner in value]
    if isinstance(value, str) and value.isascii() and value.lstrip("-").isdecimal():
        return int(value)
    return value
