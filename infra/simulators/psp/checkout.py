"""Checkout Sessions: created by the merchant, completed on the hosted page, expired by either."""

from infra.simulators.psp.desk import Call, Desk, now
from infra.simulators.psp.events import record
from infra.simulators.psp.listing import expanded, listing
from infra.simulators.psp.wire import (
    Json,
    Problem,
    currency_of,
    integer,
    metadata_of,
    missing,
    new_id,
    required,
)

_DAY_SECONDS = 86_400
_SMALLEST_CHARGE = 50


def create_session(call: Call) -> Json:
    params = call.params
    if params.get("mode") != "payment":
        raise Problem("Invalid mode: this account takes payments only.", param="mode")
    currency, total, name = _line_items(params)
    session_id = new_id("cs_test_", 58)
    session: Json = {
        "id": session_id,
        "object": "checkout.session",
        "amount_subtotal": total,
        "amount_total": total,
        "branding_settings": params.get("branding_settings"),
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "created": now(),
        "currency": currency,
        "customer_details": None,
        "customer_email": params.get("customer_email"),
        "expires_at": _expires_at(params),
        "livemode": False,
        "locale": params.get("locale"),
        "metadata": metadata_of(params),
        "mode": "payment",
        "payment_intent": None,
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "status": "open",
        "success_url": required(params, "success_url"),
        "ui_mode": "hosted_page",
        "url": f"{call.base_url}/c/pay/{session_id}",
        "_name": name,
        "_intent_metadata": metadata_of(params.get("payment_intent_data") or {}),
    }
    call.desk.store.expire_later(call.account, session_id, session["expires_at"])
    return shown(call.desk.store.put(call.account, session))


def shown(session: Json) -> Json:
    """As the API shows it: our own notes start with an underscore and stay here."""
    return {name: value for name, value in session.items() if not name.startswith("_")}


def _line_items(params: Json) -> tuple[str, int, str]:
    items = params.get("line_items")
    if not isinstance(items, list) or not items:
        raise missing("line_items")
    prices = [_price(item, f"line_items[{place}]") for place, item in enumerate(items)]
    if len({currency for currency, _, _ in prices}) > 1:
        raise Problem("All line items must have the same currency.", param="line_items")
    total = sum(amount for _, amount, _ in prices)
    if total < _SMALLEST_CHARGE:
        message = f"The Checkout Session's total amount must be at least {_SMALLEST_CHARGE} minor units."
        raise Problem(message, code="amount_too_small")
    return prices[0][0], total, prices[0][2]


def _price(item: Json, where: str) -> tuple[str, int, str]:
    data = item.get("price_data") if isinstance(item, dict) else None
    if not isinstance(data, dict):
        raise missing(f"{where}[price_data]")
    amount = integer(data, "unit_amount", param=f"{where}[price_data][unit_amount]")
    quantity = integer(item, "quantity", param=f"{where}[quantity]", default=1)
    if amount < 0 or quantity < 1:
        raise Problem("Invalid non-negative integer", param=where)
    product = data.get("product_data") or {}
    currency = currency_of(data, param=f"{where}[price_data][currency]")
    return currency, amount * quantity, str(product.get("name", "Payment"))


def _expires_at(params: Json) -> int:
    at = integer(params, "expires_at", default=now() + _DAY_SECONDS)
    if not now() + 1500 <= at <= now() + _DAY_SECONDS + 60:
        message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from now."
        raise Problem(message, param="expires_at")
    return at


def retrieve_session(call: Call) -> Json:
    return shown(expanded(call, call.load("checkout.session", "checkout.session")))


def list_sessions(call: Call) -> Json:
    found = call.desk.store.all(call.account, "checkout.session")
    return listing(call, [shown(session) for session in found], "/v1/checkout/sessions")


def expire_session(call: Call) -> Json:
    session = call.load("checkout.session", "checkout.session")
    if session["status"] != "open":
        message = f'Only Checkout Sessions with a status in ["open"] can be expired. This one is {session["status"]}.'
        raise Problem(message)
    return shown(expire(call.desk, call.account, session))


def expire(desk: Desk, account: str, session: Json) -> Json:
    session |= {"status": "expired", "url": None}
    desk.store.put(account, session)
    record(desk, account, "checkout.session.expired", shown(session))
    return session


def expire_due(desk: Desk) -> None:
    with desk.store.transaction():
        for account, session_id in desk.store.take_expired():
            session = desk.store.get(account, session_id, "checkout.session")
            if session is not None and session["status"] == "open":
                expire(desk, account, session)
