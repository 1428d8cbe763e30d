"""The strings of the simulator, for tests and demonstrations: plan a fault, pay without a browser, look behind."""

from aiohttp import web

from infra.simulators.psp import checkout
from infra.simulators.psp.cards import Card
from infra.simulators.psp.desk import DESK
from infra.simulators.psp.faults import KINDS
from infra.simulators.psp.payments import pay
from infra.simulators.psp.wire import Json


async def plan_fault(request: web.Request) -> web.Response:
    """`{"kind": …, "times": 1, …options}`; the kinds and their options are listed by GET."""
    wanted: Json = await request.json()
    kind, times = str(wanted.pop("kind", "")), int(wanted.pop("times", 1))
    if kind not in KINDS:
        known = ", ".join(KINDS)
        return web.json_response({"error": f"There is no fault “{kind}”. Use one of: {known}."}, status=422)
    request.app[DESK].faults.plan(kind, times, wanted)
    return web.json_response({"planned": kind, "times": times, "options": wanted}, status=201)


async def list_faults(request: web.Request) -> web.Response:
    return web.json_response({"planned": request.app[DESK].faults.listed(), "kinds": KINDS})


async def clear_faults(request: web.Request) -> web.Response:
    request.app[DESK].faults.clear()
    return web.json_response({"planned": []})


async def pay_session(request: web.Request) -> web.Response:
    """Pay as the hosted page does; the body may name the card number and the e-mail."""
    desk, wanted = (
        request.app[DESK],
        await request.json() if request.can_read_body else {},
    )
    found = desk.store.find(request.match_info["id"])
    if found is None or found[1]["object"] != "checkout.session" or found[1]["status"] != "open":
        return web.json_response({"error": "There is no open session with this id."}, status=404)
    card = Card(
        str(wanted.get("number", "4242424242424242")),
        12,
        2034,
        str(wanted.get("name", "")),
    )
    with desk.store.transaction():
        error = pay(desk, *found, card, str(wanted.get("email", "payer@example.com")))
    desk.courier.wake()
    return web.json_response({"error": error, "session": checkout.shown(found[1])})


async def list_deliveries(request: web.Request) -> web.Response:
    return web.json_response({"deliveries": request.app[DESK].courier.deliveries(500)})


async def list_objects(request: web.Request) -> web.Response:
    """Every object of one kind, whoever's it is: what a test counts."""
    found = request.app[DESK].store.latest(request.match_info["kind"], 500)
    return web.json_response({"data": [checkout.shown(thing) for thing in found]})


async def resend_event(request: web.Request) -> web.Response:
    request.app[DESK].courier.send_again(request.match_info["id"])
    return web.json_response({"sent": request.match_info["id"]}, status=202)


async def health(request: web.Request) -> web.Response:
    return web.json_response({"alive": True})
