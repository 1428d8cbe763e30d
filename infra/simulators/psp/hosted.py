"""The hosted payment page: what a person who pays sees, and where the browser goes next."""

from aiohttp import web

from infra.simulators.psp import pages
from infra.simulators.psp.cards import read_card
from infra.simulators.psp.desk import DESK, Desk
from infra.simulators.psp.payments import pay
from infra.simulators.psp.wire import Json
from infra.simulators.psp.words import words_of

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action *; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PLACEHOLDER = "{CHECKOUT_SESSION_ID}"


def html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", headers=_HEADERS)


async def show(request: web.Request) -> web.Response:
    found = _session(request)
    if found is None:
        return html(pages.lost_page(), 404)
    session = found[1]
    if session["status"] != "open":
        return html(pages.closed_page(session, _way_back(session)))
    return html(pages.payment_page(session, {}, {}))


async def submit(request: web.Request) -> web.Response:
    found, desk = _session(request), request.app[DESK]
    if found is None:
        return html(pages.lost_page(), 404)
    account, session = found
    form = {name: str(value) for name, value in (await request.post()).items()}
    if session["status"] != "open":
        return _closed(session)
    if form.get("do") == "cancel":
        raise web.HTTPSeeOther(session["cancel_url"] or str(request.url))
    return _charge(desk, account, session, form)


def _charge(desk: Desk, account: str, session: Json, form: dict[str, str]) -> web.Response:
    card, faults = read_card(form)
    if card is None:
        return html(pages.payment_page(session, form, faults), 422)
    with desk.store.transaction():
        error = pay(desk, account, session, card, form["email"].strip())
    desk.courier.wake()
    if error is None:
        raise web.HTTPSeeOther(_success_url(session))
    reasons = {str(error["code"]), str(error["decline_code"])} & set(words_of("en"))
    return html(
        pages.payment_page(session, form, {}, banner=next(iter(reasons), "declined")),
        402,
    )


def _closed(session: Json) -> web.Response:
    """A second click on pay ends where the first one did."""
    if session["status"] == "complete":
        raise web.HTTPSeeOther(_success_url(session))
    return html(pages.closed_page(session, _way_back(session)), 410)


def _session(request: web.Request) -> tuple[str, Json] | None:
    found = request.app[DESK].store.find(request.match_info["id"])
    return found if found and found[1]["object"] == "checkout.session" else None


def _success_url(session: Json) -> str:
    return str(session["success_url"]).replace(_PLACEHOLDER, session["id"])


def _way_back(session: Json) -> str:
    return _success_url(session) if session["status"] == "complete" else str(session["cancel_url"] or "")


async def log(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    deliveries = desk.courier.deliveries(60)
    kinds = {
        row["id"]: (
            _field(desk, row["event_id"], "type"),
            _field(desk, row["endpoint_id"], "url"),
        )
        for row in deliveries
    }
    return html(
        pages.log_page(
            desk.store.latest("checkout.session"),
            deliveries,
            kinds,
            desk.faults.listed(),
        )
    )


def _field(desk: Desk, identifier: str, name: str) -> str:
    found = desk.store.find(identifier)
    return str(found[1].get(name, "")) if found else "deleted"


async def stylesheet(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(pages.FOLDER / "psp.css", headers={"Cache-Control": "max-age=3600"})
