"""The paths of NOWPayments' API, and the strings that tests and demonstrations pull."""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from decimal import Decimal, InvalidOperation

from aiohttp import web

from infra.simulators.psp import pages
from infra.simulators.psp.desk import DESK, Desk
from infra.simulators.psp.hosted import html
from infra.simulators.psp.nowpayments import ipn, payments
from infra.simulators.psp.nowpayments.numbers import stringify
from infra.simulators.psp.wire import Json

BASE = "/nowpayments/v1"
_KEY = re.compile(r"[A-Z0-9]{7}-[A-Z0-9]{7}-[A-Z0-9]{7}-[A-Z0-9]{7}")
Handler = Callable[[web.Request, Desk, str, str], Awaitable[web.Response]]


def routes() -> list[web.RouteDef]:
    return [
        web.get(f"{BASE}/status", _status),
        web.get(f"{BASE}/currencies", _door(_currencies)),
        web.get(f"{BASE}/min-amount", _door(_min_amount)),
        web.get(f"{BASE}/estimate", _door(_estimate)),
        web.post(f"{BASE}/payment", _door(_create)),
        web.get(f"{BASE}/payment/{{id}}", _door(_retrieve)),
        web.get("/wallet", _wallet),
        web.post("/wallet/{id}", _send),
        web.post("/_control/nowpayments/{id}/pay", _control_pay),
        web.post("/_control/nowpayments/{id}/again", _control_again),
        web.post("/_control/nowpayments/{id}/status", _control_status),
        web.get("/_control/nowpayments/secret", _control_secret),
    ]


def _door(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Whose key it is, and the faults that any provider may have."""

    async def handle(request: web.Request) -> web.StreamResponse:
        desk, path = request.app[DESK], request.path
        if desk.faults.take("lose_request", path=path):
            return _hang_up(request)
        if desk.faults.take("server_error", path=path):
            return _problem(500, "INTERNAL_ERROR", "Internal error")
        key = request.headers.get("x-api-key", "")
        if not _KEY.fullmatch(key):
            return _problem(403, "INVALID_API_KEY", "Invalid api key")
        answer = await handler(request, desk, hashlib.sha256(key.encode()).hexdigest()[:16], key)
        desk.courier.wake()
        if desk.faults.take("drop_answer", path=path):
            return _hang_up(request)
        if slow := desk.faults.take("slow_answer", path=path):
            await asyncio.sleep(float(slow.get("seconds", 1)))
        return answer

    return handle


async def _create(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    try:
        wanted: Json = json.loads(await request.text(), parse_float=Decimal)
        price = Decimal(str(wanted["price_amount"]))
        fiat, coin = str(wanted["price_currency"]), str(wanted["pay_currency"])
    except (ValueError, KeyError, TypeError, InvalidOperation):
        return _problem(400, "BAD_REQUEST", "price_amount, price_currency and pay_currency are required")
    if fiat not in payments.FIAT or coin not in payments.COINS:
        return _problem(400, "BAD_REQUEST", f"Currency {coin} or {fiat} is currently unavailable")
    if not price.is_finite() or price * Decimal(payments.FIAT[fiat]) < payments.SMALLEST_USD:
        return _problem(400, "AMOUNT_MINIMAL_ERROR", "Crypto amount is less than minimal")
    if desk.faults.take("refuse_checkout") is not None:
        return _problem(400, "BAD_REQUEST", "Payments are switched off for this account")
    with desk.store.transaction():
        made = payments.make(desk, account, wanted, ipn.secret_of(key))
    return _json(payments.shown(made), 201)


async def _retrieve(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    found = desk.store.get(account, request.match_info["id"], "np.payment")
    if found is None:
        return _problem(404, "NOT_FOUND", "Payment not found")
    return _json(payments.shown(found))


async def _currencies(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    return _json({"currencies": sorted(payments.COINS)})


async def _min_amount(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    coin = request.query.get("currency_from", "")
    if coin not in payments.COINS:
        return _problem(400, "BAD_REQUEST", f"Currency {coin} was not found")
    least = payments.estimate(payments.SMALLEST_USD, "usd", coin)
    return _json({"currency_from": coin, "currency_to": coin, "min_amount": str(least)})


async def _estimate(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    amount, fiat, coin = (request.query.get(name, "") for name in ("amount", "currency_from", "currency_to"))
    if fiat not in payments.FIAT or coin not in payments.COINS or not re.fullmatch(r"\d+(\.\d+)?", amount):
        return _problem(400, "BAD_REQUEST", "amount, currency_from and currency_to are required")
    found = payments.estimate(Decimal(amount), fiat, coin)
    return _json(
        {"currency_from": fiat, "amount_from": amount, "currency_to": coin, "estimated_amount": str(found)}
    )


async def _status(request: web.Request) -> web.Response:
    return _json({"message": "OK"})


async def _control_pay(request: web.Request) -> web.Response:
    """`{"share": "1"}`: less is partially paid, more is too much."""
    return await _paying(request, payments.pay)


async def _control_again(request: web.Request) -> web.Response:
    return await _paying(request, payments.again)


async def _paying(request: web.Request, deed: Callable[[Desk, str, Json, Decimal], object]) -> web.Response:
    desk, wanted = request.app[DESK], await request.json() if request.can_read_body else {}
    found = desk.store.find(request.match_info["id"])
    if found is None or found[1]["object"] != "np.payment":
        return _problem(404, "NOT_FOUND", "Payment not found")
    with desk.store.transaction():
        done = deed(desk, *found, Decimal(str(wanted.get("share", "1"))))
    desk.courier.wake()
    return _json(payments.shown(done if isinstance(done, dict) else found[1]))


async def _control_status(request: web.Request) -> web.Response:
    """`{"status": "expired"}`: whatever the provider may come to say; `set` changes facts beside it."""
    desk, wanted = request.app[DESK], await request.json()
    found = desk.store.find(request.match_info["id"])
    if found is None or found[1]["object"] != "np.payment":
        return _problem(404, "NOT_FOUND", "Payment not found")
    found[1].update(wanted.get("set") or {})
    with desk.store.transaction():
        payments.move(desk, *found, str(wanted["status"]))
    desk.courier.wake()
    return _json(payments.shown(found[1]))


async def _control_secret(request: web.Request) -> web.Response:
    return _json({"secret": ipn.secret_of(request.query.get("api_key", ""))})


async def _wallet(request: web.Request) -> web.Response:
    return html(pages.wallet_page(request.app[DESK].store.latest("np.payment", 30)))


async def _send(request: web.Request) -> web.Response:
    desk, form = request.app[DESK], await request.post()
    found = desk.store.find(request.match_info["id"])
    if found is not None and found[1]["payment_status"] == "waiting":
        with desk.store.transaction():
            payments.pay(desk, *found, Decimal("0.5" if form.get("share") == "half" else "1"))
        desk.courier.wake()
    raise web.HTTPSeeOther("/wallet")


def _json(body: Json, status: int = 200) -> web.Response:
    return web.Response(text=stringify(ipn.as_numbers(body)), status=status, content_type="application/json")


def _problem(status: int, code: str, message: str) -> web.Response:
    return web.json_response(
        {"status": False, "statusCode": status, "code": code, "message": message}, status=status
    )


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)
