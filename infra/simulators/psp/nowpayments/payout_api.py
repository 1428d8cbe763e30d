"""The paths of payouts: log in, make, confirm, look."""

import json
from decimal import Decimal, InvalidOperation

from aiohttp import web

from infra.simulators.psp.desk import DESK, Desk
from infra.simulators.psp.nowpayments import ipn, payouts
from infra.simulators.psp.nowpayments.answers import BASE, answer, door, problem
from infra.simulators.psp.wire import Json


def routes() -> list[web.RouteDef]:
    return [
        web.post(f"{BASE}/auth", door(_log_in)),
        web.post(f"{BASE}/payout", door(_create)),
        web.get(f"{BASE}/payout", door(_list)),
        web.get(f"{BASE}/payout/{{id}}", door(_retrieve)),
        web.post(f"{BASE}/payout/{{id}}/verify", door(_verify)),
        web.post("/_control/nowpayments/payouts/{id}/status", _control_status),
        web.get("/_control/nowpayments/totp", _control_totp),
    ]


async def _log_in(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    wanted = await _body(request)
    if "@" not in str(wanted.get("email", "")) or str(wanted.get("password", "wrong")) == "wrong":
        return problem(403, "ACCESS_DENIED", "Invalid email or password")
    return answer({"token": payouts.log_in(desk, account)})


async def _create(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    if not _is_logged_in(request, desk, account):
        return problem(401, "AUTH_REQUIRED", "Authorization header is empty (Bearer JWTtoken is required)")
    try:
        wanted: list[Json] = (await _body(request))["withdrawals"]
        faults = [fault for fault in map(payouts.fault_of, wanted) if fault]
    except (KeyError, TypeError, ValueError, InvalidOperation):
        return problem(400, "BAD_REQUEST", "withdrawals are required")
    if faults or not wanted:
        return problem(400, "BAD_CREATE_WITHDRAWAL_REQUEST", faults[0] if faults else "no withdrawals")
    if desk.faults.take("refuse_payout") is not None:
        return problem(400, "INSUFFICIENT_FUNDS", "Insufficient balance")
    with desk.store.transaction():
        made = payouts.make(desk, account, wanted, ipn.secret_of(key))
    return answer(payouts.batch_shown(desk, made))


async def _verify(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    batch = desk.store.get(account, request.match_info["id"], "np.batch")
    if batch is None or not _is_logged_in(request, desk, account):
        return problem(404, "NOT_FOUND", "Payout not found")
    code = str((await _body(request)).get("verification_code", ""))
    with desk.store.transaction():
        wrong = payouts.confirm(desk, account, batch, code, key)
    return problem(400, "BAD_REQUEST", wrong) if wrong else web.Response(text="OK")


async def _list(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    if not _is_logged_in(request, desk, account):
        return problem(401, "AUTH_REQUIRED", "Authorization header is empty (Bearer JWTtoken is required)")
    limit, page = int(request.query.get("limit", "10")), int(request.query.get("page", "0"))
    return answer({"payouts": payouts.listed(desk, account, min(limit, 100), page)})


async def _retrieve(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    batch = desk.store.get(account, request.match_info["id"], "np.batch")
    if batch is None:
        return problem(404, "NOT_FOUND", "Payout not found")
    return answer(payouts.batch_shown(desk, batch))


async def _control_status(request: web.Request) -> web.Response:
    """`{"status": "FAILED"}`: whatever the provider may come to say of one payout."""
    desk, wanted = request.app[DESK], await request.json()
    found = desk.store.find(request.match_info["id"])
    if found is None or found[1]["object"] != "np.payout":
        return problem(404, "NOT_FOUND", "Payout not found")
    with desk.store.transaction():
        payouts.move(desk, *found, str(wanted["status"]))
    desk.courier.wake()
    return answer(payouts.shown(found[1]))


async def _control_totp(request: web.Request) -> web.Response:
    return answer({"secret": payouts.totp_secret(request.query.get("api_key", ""))})


def _is_logged_in(request: web.Request, desk: Desk, account: str) -> bool:
    return payouts.is_logged_in(desk, account, request.headers.get("Authorization", ""))


async def _body(request: web.Request) -> Json:
    return dict(json.loads(await request.text(), parse_float=Decimal))
