"""Sessions of the cashier and the transactions that were tried in them."""

import secrets
import time

from infra.simulators.psp.cards import Card
from infra.simulators.psp.desk import Desk
from infra.simulators.psp.praxis import notification
from infra.simulators.psp.wire import Json, new_id

LASTS_SECONDS = 900


def open_session(desk: Desk, account: str, wanted: Json, base_url: str) -> Json:
    identifier = new_id("px_", 40)
    session: Json = {
        "id": identifier,
        "object": "px.session",
        "order_id": wanted["order_id"],
        "amount": wanted["amount"],
        "currency": wanted["currency"],
        "cid": wanted["cid"],
        "merchant_id": wanted["merchant_id"],
        "application_key": wanted["application_key"],
        "return_url": wanted.get("return_url") or "",
        "locale": wanted.get("locale") or "en-GB",
        "email": (wanted.get("customer_data") or {}).get("email") or "",
        "session_status": "open",
        "customer_token": new_id("", 32).lower(),
        "until": int(time.time()) + LASTS_SECONDS,
        "transaction": None,
        "url": f"{base_url}/praxis/pay/{identifier}",
        "endpoint": "",
    }
    if wanted.get("notification_url"):
        session["endpoint"] = _endpoint(desk, account, wanted)
    return desk.store.put(account, session, grouping=str(wanted["order_id"]))


def find(desk: Desk, account: str, order_id: str) -> Json | None:
    found = next(iter(desk.store.all(account, "px.session", grouping=order_id, limit=1)), None)
    if found is not None and found["session_status"] == "open" and found["until"] < time.time():
        found["session_status"] = "expired"
        desk.store.put(account, found)
    return found


def pay(desk: Desk, account: str, session: Json, card: Card) -> bool:
    """Whether it went through. A decline leaves the session open: another card may be tried."""
    fault = desk.faults.take("wrong_amount") or {}
    declined = desk.faults.take("decline") is not None or card.decline is not None
    amount = int(fault["amount"] if "amount" in fault else session["amount"])
    currency = str(fault.get("currency", session["currency"])).upper()
    session["transaction"] = {
        "transaction_type": "sale",
        "transaction_status": "rejected" if declined else "approved",
        "tid": secrets.randbelow(10**8) + 10**5,
        "transaction_id": new_id("tx_", 20),
        "currency": currency,
        "amount": amount,
        "conversion_rate": "1.000000",
        "processed_currency": currency,
        "processed_amount": amount,
        "fee": (amount * 250 + 5_000) // 10_000,
        "payment_method": "Credit Card",
        "payment_processor": "TestCardProcessor",
        "card": {
            "card_type": card.brand.upper(),
            "card_number": f"{card.number[:6]}******{card.number[-4:]}",
        },
        "wallet": None,
        "is_async": 0,
        "reference_id": None,
        "status_code": "SC-000" if not declined else "SC-002",
        "status_details": "Approved" if not declined else "Declined",
    }
    session["session_status"] = "open" if declined else "successful"
    desk.store.put(account, session, grouping=session["order_id"])
    tell(desk, account, session)
    return not declined


def pay_out(desk: Desk, account: str, wanted: Json) -> Json:
    """An order without a page: money to an account at an e-wallet."""
    status = "approved"
    if desk.faults.take("hold_payout") is not None:
        status = "requested"
    elif desk.faults.take("fail_payout") is not None:
        status = "rejected"
    session = open_session(desk, account, wanted, "")
    session["session_status"] = "successful"
    session["transaction"] = {
        "transaction_type": "payout",
        "transaction_status": status,
        "tid": secrets.randbelow(10**8) + 10**5,
        "transaction_id": new_id("tx_", 20),
        "currency": wanted["currency"],
        "amount": wanted["amount"],
        "conversion_rate": "1.000000",
        "processed_currency": wanted["currency"],
        "processed_amount": wanted["amount"],
        "fee": 0,
        "payment_method": "E-wallet",
        "payment_processor": wanted["gateway"],
        "card": None,
        "wallet": {"account_identifier": wanted["wallet_data"]["account_identifier"]},
        "is_async": 0,
        "reference_id": None,
        "status_code": "SC-000",
        "status_details": status,
    }
    desk.store.put(account, session, grouping=session["order_id"])
    tell(desk, account, session)
    return session


def change(desk: Desk, account: str, session: Json, status: str) -> None:
    session["transaction"]["transaction_status"] = status
    desk.store.put(account, session, grouping=session["order_id"])
    tell(desk, account, session)


def tell(desk: Desk, account: str, session: Json) -> None:
    if not session["endpoint"]:
        return
    event: Json = {
        "id": new_id("px_event_"),
        "object": "px.event",
        "type": f"transaction.{session['transaction']['transaction_status']}",
        "created": int(time.time()),
        "body": {
            "merchant_id": session["merchant_id"],
            "application_key": session["application_key"],
            "customer": {"customer_token": session["customer_token"]},
            "session": shown(session),
            "transaction": session["transaction"],
            "version": "1.3",
        },
    }
    desk.store.put(account, event)
    desk.courier.send(event, session["endpoint"])


def shown(session: Json) -> Json:
    names = ("order_id", "amount", "currency", "cid", "session_status")
    return {"auth_token": session["id"], "intent": "payment"} | {name: session[name] for name in names}


def _endpoint(desk: Desk, account: str, wanted: Json) -> str:
    endpoint: Json = {
        "id": new_id("px_endpoint_"),
        "object": "px.endpoint",
        "scheme": "praxis",
        "url": wanted["notification_url"],
        "secret": notification.secret_of(wanted["merchant_id"]),
    }
    desk.store.put(account, endpoint)
    return str(endpoint["id"])
