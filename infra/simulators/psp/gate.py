"""The door of the API: who calls, whether this call was made before, and how a refusal is said."""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable

from aiohttp import web

from infra.simulators.psp.desk import DESK, Call, Desk
from infra.simulators.psp.wire import Json, Problem, decode_form, new_id

Handler = Callable[[Call], Json]
_SECRET_KEY = re.compile(r"sk_test_[A-Za-z0-9_]{8,}")


def api(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        desk, path = request.app[DESK], request.path
        request_id = new_id("req_", 14)
        if desk.faults.take("lose_request", path=path):
            return _hang_up(request)
        if desk.faults.take("server_error", path=path):
            trouble = Problem("An unknown error occurred", status=500, kind="api_error")
            return _answer(500, trouble.body(), request_id)
        status, body, replayed = _carry_out(desk, handler, request, await request.text(), request_id)
        desk.courier.wake()
        if desk.faults.take("drop_answer", path=path):
            return _hang_up(request)
        if slow := desk.faults.take("slow_answer", path=path):
            await asyncio.sleep(float(slow.get("seconds", 1)))
        return _answer(status, body, request_id, replayed=replayed)

    return handle


def _carry_out(
    desk: Desk, handler: Handler, request: web.Request, text: str, request_id: str
) -> tuple[int, Json, bool]:
    try:
        call = _call(desk, request, text, request_id)
        return _once(call, handler, _fingerprint(request, text))
    except Problem as problem:
        return problem.status, problem.body(), False


def _once(call: Call, handler: Handler, fingerprint: str) -> tuple[int, Json, bool]:
    key, store = call.idempotency_key, call.desk.store
    before = store.remembered(call.account, key) if key else None
    if before is not None:
        if before["fingerprint"] != fingerprint:
            raise _other_parameters(str(key))
        return before["status"], json.loads(before["body"]), True
    with store.transaction():
        status, body = _run(call, handler)
        if key:
            store.remember(call.account, key, fingerprint, status, body)
    return status, body, False


def _run(call: Call, handler: Handler) -> tuple[int, Json]:
    try:
        return 200, handler(call)
    except Problem as problem:
        if problem.kept:
            return problem.status, problem.body()
        raise


def _other_parameters(key: str) -> Problem:
    message = (
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        f"Try using a key other than '{key}' if you meant to execute a different request."
    )
    return Problem(message, kind="idempotency_error")


def _call(desk: Desk, request: web.Request, text: str, request_id: str) -> Call:
    posted = request.method == "POST"
    return Call(
        desk=desk,
        account=_account(request),
        params=decode_form(text if posted else request.query_string),
        path=request.match_info,
        base_url=f"{request.scheme}://{request.host}",
        request_id=request_id,
        idempotency_key=request.headers.get("Idempotency-Key") if posted else None,
    )


def _account(request: web.Request) -> str:
    """Each secret key is a merchant of its own; its first call opens the account."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        message = "You did not provide an API key. Provide it in the Authorization header, as a bearer token."
        raise Problem(message, status=401)
    if not _SECRET_KEY.fullmatch(key):
        raise Problem(f"Invalid API Key provided: {key[:7]}****{key[-4:]}", status=401)
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _fingerprint(request: web.Request, text: str) -> str:
    return hashlib.sha256(f"{request.method} {request.path}\n{text}".encode()).hexdigest()


def _answer(status: int, body: Json, request_id: str, *, replayed: bool = False) -> web.Response:
    headers = {"Request-Id": request_id}
    if replayed:
        headers["Idempotent-Replayed"] = "true"
    return web.json_response(body, status=status, headers=headers)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)
