"""The application: routes, the courier's task, and the server."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from aiohttp import web

from infra.simulators.psp import (
    balance,
    checkout,
    control,
    disputes,
    endpoints,
    events,
    hosted,
    payments,
    transfers,
)
from infra.simulators.psp.courier import Courier
from infra.simulators.psp.desk import DESK, Desk
from infra.simulators.psp.faults import Faults
from infra.simulators.psp.gate import api
from infra.simulators.psp.nowpayments import api as nowpayments
from infra.simulators.psp.nowpayments import payout_api as nowpayments_payouts
from infra.simulators.psp.praxis import api as praxis
from infra.simulators.psp.store import Store
from infra.simulators.psp.wire import Problem


def build(data: Path, *, retry_seconds: float = 1.0) -> web.Application:
    store = Store(data / "psp.sqlite3")
    faults = Faults(store)
    app = web.Application(client_max_size=1_000_000)
    app[DESK] = Desk(store, faults, Courier(store, faults, retry_seconds=retry_seconds))
    app.add_routes([*_api_routes(), *_page_routes(), *_control_routes()])
    app.add_routes([*nowpayments.routes(), *nowpayments_payouts.routes(), *praxis.routes()])
    app.cleanup_ctx.append(_courier_running)
    return app


def _api_routes() -> list[web.RouteDef]:
    posts = {
        "/v1/checkout/sessions": checkout.create_session,
        "/v1/checkout/sessions/{id}/expire": checkout.expire_session,
        "/v1/refunds": payments.create_refund,
        "/v1/transfers": transfers.create_transfer,
        "/v1/transfers/{id}/reversals": transfers.reverse_transfer,
        "/v1/webhook_endpoints": endpoints.create_endpoint,
        "/v1/webhook_endpoints/{id}": endpoints.update_endpoint,
    }
    gets = {
        "/v1/balance": balance.retrieve_balance,
        "/v1/balance_transactions": balance.list_entries,
        "/v1/checkout/sessions": checkout.list_sessions,
        "/v1/checkout/sessions/{id}": checkout.retrieve_session,
        "/v1/events": events.list_events,
        "/v1/events/{id}": events.retrieve_event,
        "/v1/payment_intents/{id}": payments.retrieve_intent,
        "/v1/refunds": payments.list_refunds,
        "/v1/refunds/{id}": payments.retrieve_refund,
        "/v1/transfers": transfers.list_transfers,
        "/v1/transfers/{id}": transfers.retrieve_transfer,
        "/v1/webhook_endpoints": endpoints.list_endpoints,
        "/v1/webhook_endpoints/{id}": endpoints.retrieve_endpoint,
    }
    return [
        *(web.post(path, api(handler)) for path, handler in posts.items()),
        *(web.get(path, api(handler), allow_head=False) for path, handler in gets.items()),
        web.delete("/v1/webhook_endpoints/{id}", api(endpoints.delete_endpoint)),
        web.route("*", "/v1/{rest:.*}", _unrecognized),
    ]


async def _unrecognized(request: web.Request) -> web.Response:
    message = f"Unrecognized request URL ({request.method}: {request.path})."
    return web.json_response(Problem(message, status=404).body(), status=404)


def _page_routes() -> list[web.RouteDef]:
    return [
        web.get("/", hosted.log),
        web.get("/c/pay/{id}", hosted.show),
        web.post("/c/pay/{id}", hosted.submit),
        web.get("/assets/psp.css", hosted.stylesheet),
    ]


def _control_routes() -> list[web.RouteDef]:
    return [
        web.get("/_control/health", control.health),
        web.get("/_control/faults", control.list_faults),
        web.post("/_control/faults", control.plan_fault),
        web.delete("/_control/faults", control.clear_faults),
        web.post("/_control/sessions/{id}/pay", control.pay_session),
        web.post("/_control/charges/{id}/dispute", disputes.open_dispute),
        web.post("/_control/disputes/{id}/close", disputes.close_dispute),
        web.post("/_control/refunds/{id}/fail", disputes.fail_refund),
        web.post("/_control/events/{id}/resend", control.resend_event),
        web.get("/_control/deliveries", control.list_deliveries),
        web.get("/_control/objects/{kind}", control.list_objects),
    ]


async def _courier_running(app: web.Application) -> AsyncIterator[None]:
    desk = app[DESK]
    task = asyncio.create_task(desk.courier.run(partial(checkout.expire_due, desk)))
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    desk.store.close()


def serve(*, host: str, port: int, data: Path, retry_seconds: float) -> None:
    app = build(data, retry_seconds=retry_seconds)
    web.run_app(app, host=host, port=port, print=None, access_log=None, shutdown_timeout=2)
