"""Payments: made by the merchant, paid by somebody with a wallet, told step by step."""

import secrets
import time
from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from infra.simulators.psp.desk import Desk
from infra.simulators.psp.wire import Json, new_id

# Made-up prices in US dollars; a simulator that moved with the market could not be tested.
COINS = {
    "btc": ("60000", 8),
    "eth": ("3000", 8),
    "ltc": ("80", 8),
    "trx": ("0.125", 6),
    "usdttrc20": ("1", 6),
    "usdterc20": ("1", 6),
    "usdcsol": ("1", 6),
}
FIAT = {"usd": "1", "eur": "1.08", "gbp": "1.25", "usdt": "1", "usdc": "1"}
SMALLEST_USD = Decimal(1)
HELD = timedelta(minutes=20)
STEPS = ("confirming", "confirmed", "sending", "finished")


def make(desk: Desk, account: str, wanted: Json, secret: str) -> Json:
    price, coin = Decimal(str(wanted["price_amount"])), wanted["pay_currency"]
    identifier, now = str(secrets.randbelow(9 * 10**9) + 10**9), datetime.now(UTC)
    payment: Json = {
        "id": identifier,
        "object": "np.payment",
        "payment_id": identifier,
        "payment_status": "waiting",
        "pay_address": new_id("T" if coin.endswith("trc20") or coin == "trx" else "bc1q", 33),
        "payin_extra_id": None,
        "price_amount": str(price),
        "price_currency": wanted["price_currency"],
        "pay_amount": str(estimate(price, wanted["price_currency"], coin)),
        "actually_paid": "0",
        "pay_currency": coin,
        "order_id": wanted.get("order_id"),
        "order_description": wanted.get("order_description"),
        "purchase_id": str(secrets.randbelow(9 * 10**9) + 10**9),
        "outcome_amount": None,
        "outcome_currency": coin,
        "network": "trx" if coin.endswith("trc20") else coin,
        "created_at": _iso(now),
        "updated_at": _iso(now),
        "valid_until": _iso(now + HELD),
        "_endpoint": "",
    }
    if wanted.get("ipn_callback_url"):
        payment["_endpoint"] = endpoint(desk, account, wanted["ipn_callback_url"], secret)
    return desk.store.put(account, payment, grouping=str(wanted.get("order_id") or ""))


def estimate(price: Decimal, currency: str, coin: str) -> Decimal:
    rate, places = COINS[coin]
    step = Decimal(1).scaleb(-places)
    return (price * Decimal(FIAT[currency]) / Decimal(rate)).quantize(step, ROUND_UP)


def pay(desk: Desk, account: str, payment: Json, share: Decimal) -> None:
    """Somebody sends this share of what was asked for; less than all of it is partially paid."""
    asked = Decimal(payment["pay_amount"])
    step = Decimal(1).scaleb(-COINS[payment["pay_currency"]][1])
    payment["actually_paid"] = str((asked * share).quantize(step, ROUND_DOWN))
    ends = STEPS if share >= 1 else ("confirming", "confirmed", "partially_paid")
    for status in ends:
        move(desk, account, payment, status)


def again(desk: Desk, account: str, payment: Json, share: Decimal) -> Json:
    """A second transfer to the same address: a payment of its own with the same purchase and order."""
    second = {
        **payment,
        "id": (number := str(secrets.randbelow(9 * 10**9) + 10**9)),
        "payment_id": number,
        "parent_payment_id": payment["payment_id"],
        "actually_paid": "0",
    }
    desk.store.put(account, second)
    pay(desk, account, second, share)
    return second


def move(desk: Desk, account: str, payment: Json, status: str) -> None:
    payment["payment_status"], payment["updated_at"] = status, _iso(datetime.now(UTC))
    if status == "finished":
        kept = Decimal(payment["actually_paid"]) * Decimal("0.995")
        payment["outcome_amount"] = str(kept.quantize(Decimal("0.000001"), ROUND_DOWN))
    desk.store.put(account, payment)
    if payment["_endpoint"]:
        event: Json = {
            "id": new_id("ipn_"),
            "object": "np.ipn",
            "type": f"payment.{status}",
            "created": int(time.time()),
            "body": told(payment),
        }
        desk.store.put(account, event)
        desk.courier.send(event, payment["_endpoint"])


def shown(payment: Json) -> Json:
    return {name: value for name, value in payment.items() if name not in ("id", "object", "_endpoint")}


def told(payment: Json) -> Json:
    """The notification has no times but names what came of it."""
    left_out = ("created_at", "updated_at", "valid_until", "network", "payin_extra_id")
    facts = {name: value for name, value in shown(payment).items() if name not in left_out}
    number = facts.pop("payment_id")
    return {"payment_id": int(number), "actually_paid_at_fiat": "0", "payment_extra_ids": None, **facts}


def endpoint(desk: Desk, account: str, url: str, secret: str) -> str:
    endpoint: Json = {
        "id": new_id("np_endpoint_"),
        "object": "np.endpoint",
        "scheme": "nowpayments",
        "url": url,
        "secret": secret,
    }
    desk.store.put(account, endpoint)
    return str(endpoint["id"])


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
