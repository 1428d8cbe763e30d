"""NOWPayments' words and ours: the only place where both are spoken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, Context, Decimal
from typing import Any

from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money, minor_units
from atrium.providers.errors import NeverAgain
from atrium.providers.psp.contract import (
    Checkout,
    CheckoutIntent,
    CheckoutState,
    CheckoutStatus,
    EventKind,
    PspEvent,
)
from atrium.providers.psp.nowpayments import payout_payloads
from atrium.providers.psp.nowpayments.manifest import DEFAULT_COIN
from atrium.providers.psp.nowpayments.numbers import decimal_of, read

Json = Mapping[str, Any]

_STATUSES = {
    "waiting": CheckoutStatus.OPEN,
    "confirming": CheckoutStatus.PENDING,
    "confirmed": CheckoutStatus.PENDING,
    "sending": CheckoutStatus.PENDING,
    "partially_paid": CheckoutStatus.PAID,  # with less money than was asked for
    "finished": CheckoutStatus.PAID,
    "failed": CheckoutStatus.FAILED,
    "refunded": CheckoutStatus.FAILED,
    "expired": CheckoutStatus.EXPIRED,
}
# How long a rate is held, when the answer does not say until when.
_HELD = timedelta(minutes=20)
_DOWN = Context(prec=60, rounding=ROUND_DOWN)


def payment_body(intent: CheckoutIntent) -> str:
    """The amount is written as the number it is; a float would make another of it."""
    facts = {
        "price_currency": intent.money.currency.lower(),
        "pay_currency": intent.option or DEFAULT_COIN,
        "ipn_callback_url": intent.notify_url,
        "order_id": intent.our_id,
        "order_description": intent.title,
    }
    return f'{{"price_amount":{intent.money.plain()},{json.dumps(facts)[1:]}'


def read_checkout(text: str, page: str) -> Checkout:
    payment = _payment(text)
    pay_to = {
        "address": str(payment["pay_address"]),
        "amount": str(payment["pay_amount"]),
        "currency": str(payment["pay_currency"]).upper(),
        "memo": str(payment.get("payin_extra_id") or ""),
        "network": str(payment.get("network") or "").upper(),
    }
    return Checkout(str(payment["payment_id"]), page, _until(payment), pay_to)


def read_state(text: str) -> CheckoutState:
    payment = _payment(text)
    try:
        money, rest = _received(payment)
        return CheckoutState(
            reference=str(payment["payment_id"]),
            our_id=str(payment.get("order_id") or ""),
            status=_STATUSES.get(str(payment["payment_status"]), CheckoutStatus.PENDING),
            money=money,
            payment_id=str(payment["payment_id"]) if _is_paid(payment) else "",
            rest=rest,
        )
    except (ArithmeticError, InvalidInput, KeyError, ValueError) as error:
        raise NeverAgain(
            "The payment provider tells of an amount that is none, so nothing was booked. A person must look.",
            code="bad_amount",
        ) from error


def _is_paid(payment: Json) -> bool:
    return payment["payment_status"] in ("finished", "partially_paid")


def _received(payment: Json) -> tuple[Money, Decimal]:
    """In the currency of the price. Paid as asked, it is the price; more or less is its share of the price, rounded down."""
    currency = str(payment["price_currency"]).upper()
    price = decimal_of(payment["price_amount"])
    asked, paid = decimal_of(payment["pay_amount"]), decimal_of(payment.get("actually_paid") or "0")
    if price <= 0 or asked <= 0 or paid < 0:
        raise ValueError("an amount of a payment is above zero")
    exact = price
    if payment["payment_status"] == "partially_paid" or (_is_paid(payment) and paid > asked):
        exact = _DOWN.divide(_DOWN.multiply(price, paid), asked)
    whole = exact.quantize(Decimal(1).scaleb(-minor_units(currency)), ROUND_DOWN, _DOWN)
    return Money.of(whole, currency), (exact - whole).quantize(Decimal(1).scaleb(-18), ROUND_DOWN, _DOWN)


def read_event(body: bytes) -> PspEvent:
    try:
        payment = read(body)
        if payout_payloads.is_payout(payment):
            return payout_payloads.read_payout_event(payment)
        status = str(payment["payment_status"])
        return PspEvent(
            kind=EventKind.REFUND if status == "refunded" else EventKind.CHECKOUT,
            # One payment goes through several states, and may be added to in one of them.
            external_id=f"{payment['payment_id']}:{status}:{payment.get('actually_paid') or 0}",
            reference=str(payment["payment_id"]),
            our_id=str(payment.get("order_id") or ""),
            money=_received(payment)[0],
            status=_STATUSES.get(status, CheckoutStatus.PENDING).value,
            at=_time(payment.get("updated_at")) or datetime.now(UTC),
            vendor_kind=f"payment.{status}",
        )
    except (ArithmeticError, InvalidInput, KeyError, TypeError, ValueError, AttributeError) as error:
        raise NeverAgain(
            "The body is signed but is not an event of this provider.", code="no_event"
        ) from error


def _payment(text: str) -> Json:
    try:
        payment = read(text)
        payment["payment_id"], payment["payment_status"]
    except (ValueError, KeyError, TypeError) as error:
        raise NeverAgain("The payment provider's answer cannot be read.", code="no_payment") from error
    return dict(payment)


def _until(payment: Json) -> datetime:
    return (
        _time(payment.get("valid_until") or payment.get("expiration_estimate_date"))
        or datetime.now(UTC) + _HELD
    )


def _time(text: object) -> datetime | None:
    """ISO text, or milliseconds since 1970; both are met."""
    try:
        if str(text).isdecimal():
            return datetime.fromtimestamp(int(str(text)) // 1000, tz=UTC)
        at = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
