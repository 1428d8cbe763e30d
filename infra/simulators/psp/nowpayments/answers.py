"""The door of NOWPayments' API: whose key it is, the faults that any provider may have, and how an answer is written."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable

from aiohttp import web

from infra.simulators.psp.desk import DESK, Desk
from infra.simulators.psp.nowpayments import ipn
from infra.simulators.psp.nowpayments.numbers import stringify
from infra.simulators.psp.wire import Json

BASE = "/nowpayments/v1"
Handler = Callable[[web.Request, Desk, str, str], Awaitable[web.Response]]
_KEY = re.compile(r"[A-Z0-9]{7}-[A-Z0-9]{7}-[A-Z0-9]{7}-[A-Z0-9]{7}")


def door(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        desk, path = request.app[DESK], request.path
        if desk.faults.take("lose_request", path=path):
            return _hang_up(request)
        if desk.faults.take("server_error", path=path):
            return problem(500, "INTERNAL_ERROR", "Internal error")
        key = request.headers.get("x-api-key", "")
        if not _KEY.fullmatch(key):
            return problem(403, "INVALID_API_KEY", "Invalid api key")
        said = await handler(request, desk, hashlib.sha256(key.encode()).hexdigest()[:16], key)
        desk.courier.wake()
        if desk.faults.take("drop_answer", path=path):
            return _hang_up(request)
        if slow := desk.faults.take("slow_answer", path=path):
            await asyncio.sleep(float(slow.get("seconds", 1)))
        return said

    return handle


def answer(body: Json, status: int = 200) -> web.Response:
    return web.Response(text=stringify(ipn.as_numbers(body)), status=status, content_type="application/json")


def problem(status: int, code: str, message: str) -> web.Response:
    return web.json_response(
        {"status": False, "statusCode": status, "code": code, "message": message}, status=status
    )


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)
