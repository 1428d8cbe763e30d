"""The paths of NOWPayments' API, and the strings that tests and demonstrations pull."""

import json
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from aiohttp import web

from infra.simulators.psp import pages
from infra.simulators.psp.desk import DESK, Desk
from infra.simulators.psp.hosted import html
from infra.simulators.psp.nowpayments import ipn, payments
from infra.simulators.psp.nowpayments.answers import BASE, answer, door, problem
from infra.simulators.psp.wire import Json


def routes() -> list[web.RouteDef]:
    return [
        web.get(f"{BASE}/status", _status),
        web.get(f"{BASE}/currencies", door(_currencies)),
        web.get(f"{BASE}/min-amount", door(_min_amount)),
        web.get(f"{BASE}/estimate", door(_estimate)),
        web.post(f"{BASE}/payment", door(_create)),
        web.get(f"{BASE}/payment/{{id}}", door(_retrieve)),
        web.get("/wallet", _wallet),
        web.post("/wallet/{id}", _send),
        web.post("/_control/nowpayments/{id}/pay", _control_pay),
        web.post("/_control/nowpayments/{id}/again", _control_again),
        web.post("/_control/nowpayments/{id}/status", _control_status),
        web.get("/_control/nowpayments/secret", _control_secret),
    ]


async def _create(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    try:
        wanted: Json = json.loads(await request.text(), parse_float=Decimal)
        price = Decimal(str(wanted["price_amount"]))
        fiat, coin = str(wanted["price_currency"]), str(wanted["pay_currency"])
    except (ValueError, KeyError, TypeError, InvalidOperation):
        return problem(400, "BAD_REQUEST", "price_amount, price_currency and pay_currency are required")
    if fiat not in payments.FIAT or coin not in payments.COINS:
        return problem(400, "BAD_REQUEST", f"Currency {coin} or {fiat} is currently unavailable")
    if not price.is_finite() or price * Decimal(payments.FIAT[fiat]) < payments.SMALLEST_USD:
        return problem(400, "AMOUNT_MINIMAL_ERROR", "Crypto amount is less than minimal")
    if desk.faults.take("refuse_checkout") is not None:
        return problem(400, "BAD_REQUEST", "Payments are switched off for this account")
    with desk.store.transaction():
        made = payments.make(desk, account, wanted, ipn.secret_of(key))
    return answer(payments.shown(made), 201)


async def _retrieve(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    found = desk.store.get(account, request.match_info["id"], "np.payment")
    if found is None:
        return problem(404, "NOT_FOUND", "Payment not found")
    return answer(payments.shown(found))


async def _currencies(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    return answer({"currencies": sorted(payments.COINS)})


async def _min_amount(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    coin = request.query.get("currency_from", "")
    if coin not in payments.COINS:
        return problem(400, "BAD_REQUEST", f"Currency {coin} was not found")
    least = payments.estimate(payments.SMALLEST_USD, "usd", coin)
    return answer({"currency_from": coin, "currency_to": coin, "min_amount": str(least)})


async def _estimate(request: web.Request, desk: Desk, account: str, key: str) -> web.Response:
    amount, fiat, coin = (request.query.get(name, "") for name in ("amount", "currency_from", "currency_to"))
    if fiat not in payments.FIAT or coin not in payments.COINS or not re.fullmatch(r"\d+(\.\d+)?", amount):
        return problem(400, "BAD_REQUEST", "amount, currency_from and currency_to are required")
    found = payments.estimate(Decimal(amount), fiat, coin)
    return answer(
        {"currency_from": fiat, "amount_from": amount, "currency_to": coin, "estimated_amount": str(found)}
    )


async def _status(request: web.Request) -> web.Response:
    return answer({"message": "OK"})


async def _control_pay(request: web.Request) -> web.Response:
    """`{"share": "1"}`: less is partially paid, more is too much."""
    return await _paying(request, payments.pay)


async def _control_again(request: web.Request) -> web.Response:
    return await _paying(request, payments.again)


async def _paying(request: web.Request, deed: Callable[[Desk, str, Json, Decimal], object]) -> web.Response:
    desk, wanted = request.app[DESK], await request.json() if request.can_read_body else {}
    found = desk.store.find(request.match_info["id"])
    if found is None or found[1]["object"] != "np.payment":
        return problem(404, "NOT_FOUND", "Payment not found")
    with desk.store.transaction():
        done = deed(desk, *found, Decimal(str(wanted.get("share", "1"))))
    desk.courier.wake()
    return answer(payments.shown(done if isinstance(done, dict) else found[1]))


async def _control_status(request: web.Request) -> web.Response:
    """`{"status": "expired"}`: whatever the provider may come to say; `set` changes facts beside it."""
    desk, wanted = request.app[DESK], await request.json()
    found = desk.store.find(request.match_info["id"])
    if found is None or found[1]["object"] != "np.payment":
        return problem(404, "NOT_FOUND", "Payment not found")
    found[1].update(wanted.get("set") or {})
    with desk.store.transaction():
        payments.move(desk, *found, str(wanted["status"]))
    desk.courier.wake()
    return answer(payments.shown(found[1]))


async def _control_secret(request: web.Request) -> web.Response:
    return answer({"secret": ipn.secret_of(request.query.get("api_key", ""))})


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
