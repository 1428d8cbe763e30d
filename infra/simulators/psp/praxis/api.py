"""The paths of Praxis, its cashier page, and the strings that tests and demonstrations pull."""

import asyncio
import hashlib
import json
import time
from collections.abc import Callable

from aiohttp import web

from infra.simulators.psp import pages
from infra.simulators.psp.cards import Card, read_card
from infra.simulators.psp.desk import DESK, Desk
from infra.simulators.psp.hosted import html
from infra.simulators.psp.praxis import notification, sessions
from infra.simulators.psp.wire import Json

_CHECKOUT = ("merchant_id", "application_key", "timestamp", "intent", "cid", "order_id")
_PAYOUT = ("merchant_id", "application_key", "timestamp", "transaction_type", "cid", "order_id", "gateway")
_FIND = ("merchant_id", "application_key", "timestamp", "order_id")


def routes() -> list[web.RouteDef]:
    return [
        web.post("/cashier/cashier", _cashier),
        web.post("/agent/find-order", _find_order),
        web.post("/direct/apm", _direct),
        web.get("/praxis/pay/{id}", _show),
        web.post("/praxis/pay/{id}", _submit),
        web.post("/_control/praxis/{order_id}/pay", _control_pay),
        web.post("/_control/praxis/{order_id}/status", _control_status),
        web.get("/_control/praxis/secret", _control_secret),
    ]


async def _cashier(request: web.Request) -> web.StreamResponse:
    return await _door(request, _CHECKOUT, _open)


async def _direct(request: web.Request) -> web.StreamResponse:
    return await _door(request, _PAYOUT, _pay_out)


async def _find_order(request: web.Request) -> web.StreamResponse:
    return await _door(request, _FIND, _found)


async def _door(
    request: web.Request,
    signed: tuple[str, ...],
    handler: Callable[[web.Request, Desk, str, Json], web.Response],
) -> web.StreamResponse:
    desk, path = request.app[DESK], request.path
    if desk.faults.take("lose_request", path=path):
        return _hang_up(request)
    if desk.faults.take("server_error", path=path):
        return _answer(-1, "Internal error", status=500)
    try:
        wanted: Json = json.loads(await request.text())
        values = [wanted.get(name) for name in signed]
        secret = notification.secret_of(str(wanted["merchant_id"]))
    except (ValueError, KeyError, AttributeError):
        return _answer(1, "Invalid request")
    if request.headers.get(notification.HEADER) != notification.sign(values, secret):
        return _answer(1, "Authentication failed", status=403)
    account = hashlib.sha256(str(wanted["merchant_id"]).encode()).hexdigest()[:16]
    answer = handler(request, desk, account, wanted)
    if desk.faults.take("drop_answer", path=path):
        return _hang_up(request)
    if slow := desk.faults.take("slow_answer", path=path):
        await asyncio.sleep(float(slow.get("seconds", 1)))
    return answer


def _open(request: web.Request, desk: Desk, account: str, wanted: Json) -> web.Response:
    if wanted.get("intent") != "payment" or type(wanted.get("amount")) is not int or wanted["amount"] <= 0:
        return _answer(1, "Only payments of whole minor units are taken")
    if desk.faults.take("refuse_checkout") is not None:
        return _answer(11, "No payment method is available for this customer")
    before = sessions.find(desk, account, str(wanted["order_id"]))
    if before is not None and (before["amount"], before["currency"]) != (
        wanted["amount"],
        wanted["currency"],
    ):
        return _answer(12, "This order_id was used for another amount")
    with desk.store.transaction():
        base = f"{request.scheme}://{request.host}"
        session = before or sessions.open_session(desk, account, wanted, base)
    more = {
        "redirect_url": session["url"],
        "customer": {"customer_token": session["customer_token"]},
        "session": sessions.shown(session),
    }
    return _answer(0, "Success", **more)


def _pay_out(request: web.Request, desk: Desk, account: str, wanted: Json) -> web.Response:
    """The same order_id twice is two payouts, as far as the vendor's pages say."""
    if wanted.get("transaction_type") != "payout" or type(wanted.get("amount")) is not int:
        return _answer(1, "Only payouts of whole minor units are taken")
    if not wanted.get("gateway") or "missing" in str(
        (wanted.get("wallet_data") or {}).get("account_identifier")
    ):
        return _answer(21, "The account was not found by the gateway")
    with desk.store.transaction():
        session = sessions.pay_out(desk, account, wanted)
    desk.courier.wake()
    more = {
        "customer": {"customer_token": session["customer_token"]},
        "session": sessions.shown(session),
        "transaction": session["transaction"],
    }
    return _answer(0, "Success", **more)


def _found(request: web.Request, desk: Desk, account: str, wanted: Json) -> web.Response:
    """A declined try is not shown while the session is still open."""
    session = sessions.find(desk, account, str(wanted.get("order_id")))
    if session is None:
        return _answer(4, "Order was not found")
    transaction = session["transaction"]
    if (
        transaction
        and transaction["transaction_status"] == "rejected"
        and session["session_status"] == "open"
    ):
        transaction = None
    more = {
        "customer": {"customer_token": session["customer_token"]},
        "session": sessions.shown(session),
        "transaction": transaction,
    }
    return _answer(0, "Success", **more)


async def _show(request: web.Request) -> web.Response:
    found = _session(request)
    if found is None:
        return html(pages.lost_page(), 404)
    page = _for_page(found[1])
    closed = page["status"] != "open"
    return html(
        pages.closed_page(page, found[1]["return_url"]) if closed else pages.payment_page(page, {}, {})
    )


async def _submit(request: web.Request) -> web.Response:
    found, desk = _session(request), request.app[DESK]
    if found is None:
        return html(pages.lost_page(), 404)
    form = {name: str(value) for name, value in (await request.post()).items()}
    page = _for_page(found[1])
    if page["status"] != "open" or form.get("do") == "cancel":
        raise web.HTTPSeeOther(found[1]["return_url"])
    card, faults = read_card(form)
    if card is None:
        return html(pages.payment_page(page, form, faults), 422)
    with desk.store.transaction():
        went_through = sessions.pay(desk, *found, card)
    desk.courier.wake()
    if went_through:
        raise web.HTTPSeeOther(found[1]["return_url"])
    return html(pages.payment_page(page, form, {}, banner="declined"), 402)


async def _control_pay(request: web.Request) -> web.Response:
    """Pay as the page does; the body may name the card's number."""
    wanted = await request.json() if request.can_read_body else {}
    found, desk = _by_order(request), request.app[DESK]
    if found is None or found[1]["session_status"] != "open":
        return web.json_response({"error": "There is no open session of this order."}, status=404)
    card = Card(str(wanted.get("number", "4242424242424242")), 12, 2034, "")
    with desk.store.transaction():
        sessions.pay(desk, *found, card)
    desk.courier.wake()
    return web.json_response(sessions.shown(found[1]))


async def _control_status(request: web.Request) -> web.Response:
    """`{"session": "expired"}` or `{"transaction": "chargeback"}`."""
    wanted = await request.json()
    found, desk = _by_order(request), request.app[DESK]
    if found is None:
        return web.json_response({"error": "There is no such order."}, status=404)
    with desk.store.transaction():
        if "session" in wanted:
            found[1]["session_status"] = wanted["session"]
            desk.store.put(found[0], found[1], grouping=found[1]["order_id"])
        if "transaction" in wanted and found[1]["transaction"]:
            sessions.change(desk, *found, str(wanted["transaction"]))
    desk.courier.wake()
    return web.json_response(sessions.shown(found[1]))


async def _control_secret(request: web.Request) -> web.Response:
    return web.json_response({"secret": notification.secret_of(request.query.get("merchant_id", ""))})


def _session(request: web.Request) -> tuple[str, Json] | None:
    found = request.app[DESK].store.find(request.match_info["id"])
    return found if found and found[1]["object"] == "px.session" else None


def _by_order(request: web.Request) -> tuple[str, Json] | None:
    order = request.match_info["order_id"]
    sessions_now = request.app[DESK].store.latest("px.session", 500)
    identifier = next((one["id"] for one in sessions_now if one["order_id"] == order), "")
    return request.app[DESK].store.find(identifier)


def _for_page(session: Json) -> Json:
    """What the page of the other protocol wants to know."""
    states = {"open": "open", "successful": "complete"}
    return {
        "id": session["id"],
        "status": states.get(session["session_status"], "expired"),
        "amount_total": session["amount"],
        "currency": session["currency"].lower(),
        "locale": session["locale"],
        "customer_email": session["email"],
        "branding_settings": {"display_name": session["application_key"]},
        "_name": session["order_id"],
        "_action": f"/praxis/pay/{session['id']}",
    }


def _answer(code: int, description: str, *, status: int = 200, **more: object) -> web.Response:
    body = {
        "status": code,
        "description": description,
        **more,
        "version": "1.3",
        "timestamp": int(time.time()),
    }
    return web.json_response(body, status=status)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)
