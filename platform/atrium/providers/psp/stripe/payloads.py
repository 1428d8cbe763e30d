"""Stripe's words and ours: the only place where both are spoken."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain
from atrium.providers.psp.contract import (
    Checkout,
    CheckoutIntent,
    CheckoutState,
    CheckoutStatus,
    DisputeStatus,
    EventKind,
    PayoutIntent,
    PayoutResult,
    PayoutStatus,
    PspEvent,
    ReportKind,
    ReportLine,
)

Json = Mapping[str, Any]

OUR_ID = "atrium_id"
EVENTS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "transfer.created",
    "transfer.reversed",
)
_KINDS = {
    "checkout.session": EventKind.CHECKOUT,
    "transfer": EventKind.PAYOUT,
    "charge": EventKind.REFUND,
    "refund": EventKind.REFUND,
    "dispute": EventKind.DISPUTE,
}
# Languages of the hosted page that we may ask for; another one is refused, so the page follows the payer's browser.
_LOCALES = (
    "bg cs da de el en es et fi fil fr hr hu id it ja ko lt lv ms mt nb nl pl pt ro ru sk sl sv th tr vi zh"
)


def checkout_params(intent: CheckoutIntent) -> dict[str, Any]:
    metadata = {OUR_ID: intent.our_id}
    price = {
        "currency": intent.money.currency.lower(),
        "unit_amount": intent.money.amount_minor,
        "product_data": {"name": intent.title},
    }
    params = {
        "mode": "payment",
        "client_reference_id": intent.our_id,
        "line_items": [{"quantity": 1, "price_data": price}],
        "success_url": intent.success_url,
        "cancel_url": intent.cancel_url,
        "locale": intent.language if intent.language in _LOCALES.split() else "auto",
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
        "branding_settings": {"display_name": intent.merchant},
    }
    return params | ({"customer_email": intent.email} if intent.email else {})


def payout_params(intent: PayoutIntent) -> dict[str, Any]:
    return {
        "amount": intent.money.amount_minor,
        "currency": intent.money.currency.lower(),
        "destination": intent.destination,
        "description": intent.description,
        "transfer_group": intent.our_id,
        "metadata": {OUR_ID: intent.our_id},
    }


def read_checkout(session: Json) -> Checkout:
    return Checkout(str(session["id"]), str(session["url"] or ""), _time(session["expires_at"]))


def read_checkout_state(session: Json) -> CheckoutState:
    return CheckoutState(
        reference=str(session["id"]),
        our_id=str(session.get("client_reference_id") or ""),
        status=_checkout_status(session),
        money=_money(session["amount_total"], session["currency"]),
        payment_id=_id(session.get("payment_intent")),
        fee=_fee(session),
    )


def _checkout_status(session: Json) -> CheckoutStatus:
    if session["payment_status"] in ("paid", "no_payment_required"):
        return CheckoutStatus.PAID
    if session["status"] == "expired":
        return CheckoutStatus.EXPIRED
    if session["status"] == "open":
        return CheckoutStatus.OPEN
    # Complete and unpaid: a slow method, until its money arrives or its payment fails.
    error = _part(session, "payment_intent").get("last_payment_error")
    return CheckoutStatus.FAILED if error else CheckoutStatus.PENDING


def _fee(session: Json) -> Money | None:
    """What Stripe kept, when it was asked to show it and it is in the payment's own currency."""
    entry = _part(_part(_part(session, "payment_intent"), "latest_charge"), "balance_transaction")
    if not entry or entry["currency"] != session["currency"]:
        return None
    return _money(entry["fee"], entry["currency"])


def read_payout(transfer: Json) -> PayoutResult:
    back = transfer["reversed"] or transfer["amount_reversed"]
    return PayoutResult(
        reference=str(transfer["id"]),
        our_id=str(_part(transfer, "metadata").get(OUR_ID) or ""),
        status=PayoutStatus.RETURNED if back else PayoutStatus.PAID,
        money=_money(transfer["amount"], transfer["currency"]),
        returned=_money(transfer["amount_reversed"], transfer["currency"]) if back else None,
    )


def refund_params(our_id: str, payment_id: str, money: Money) -> dict[str, Any]:
    return {"payment_intent": payment_id, "amount": money.amount_minor, "metadata": {OUR_ID: our_id}}


_REFUNDED = {
    "succeeded": PayoutStatus.PAID,
    "failed": PayoutStatus.FAILED,
    "canceled": PayoutStatus.FAILED,
}


def read_refund(refund: Json) -> PayoutResult:
    """Statuses: pending, requires_action, succeeded, failed, canceled."""
    return PayoutResult(
        reference=str(refund["id"]),
        our_id=str(_part(refund, "metadata").get(OUR_ID) or ""),
        status=_REFUNDED.get(str(refund["status"]), PayoutStatus.SENT),
        money=_money(refund["amount"], refund["currency"]),
    )


_REPORTED = {
    "charge": (ReportKind.PAYMENT, "payment_intent"),
    "payment": (ReportKind.PAYMENT, "payment_intent"),
    "refund": (ReportKind.REFUND, "payment_intent"),
    "payment_refund": (ReportKind.REFUND, "payment_intent"),
    "adjustment": (ReportKind.DISPUTE, "payment_intent"),
    "transfer": (ReportKind.PAYOUT, "id"),
    "transfer_refund": (ReportKind.PAYOUT_BACK, "transfer"),
}


def read_report_line(entry: Json) -> ReportLine:
    """A balance transaction with its source expanded. Types we have no word for are the provider's own business."""
    kind, name = _REPORTED.get(str(entry["type"]), (ReportKind.OTHER, "id"))
    source = _part(entry, "source")
    return ReportLine(
        line_id=str(entry["id"]),
        kind=kind,
        reference=_id(source.get(name)) or _id(entry.get("source")),
        our_id=str(_part(source, "metadata").get(OUR_ID) or source.get("transfer_group") or ""),
        money=_money(entry["amount"], entry["currency"]),
        fee=_money(entry["fee"], entry["currency"]),
        at=_time(entry["created"]),
    )


def read_event(body: bytes) -> PspEvent:
    try:
        event = json.loads(body)
        return _event(event, event["data"]["object"])
    except (ValueError, KeyError, TypeError) as error:
        raise NeverAgain(
            "The body is signed but is not an event of this provider.", code="no_event"
        ) from error


def _event(event: Json, thing: Json) -> PspEvent:
    name, vendor_kind = str(thing["object"]), str(event["type"])
    return PspEvent(
        kind=_KINDS.get(name, EventKind.OTHER),
        external_id=str(event["id"]),
        reference=str(thing["id"]),
        our_id=str(thing.get("client_reference_id") or _part(thing, "metadata").get(OUR_ID) or ""),
        money=_event_money(thing),
        status=_STATUSES.get(name, _no_status)(vendor_kind, thing),
        at=_time(event["created"]),
        vendor_kind=vendor_kind,
        payment_id=_id(thing.get("payment_intent")) if name in ("refund", "dispute", "charge") else "",
        fee=_dispute_fee(thing, 1) if name == "dispute" else None,
        fee_back=_dispute_fee(thing, -1) if name == "dispute" else None,
    )


def _dispute_fee(dispute: Json, sign: int) -> Money | None:
    """What was taken for it (1) or given back (-1), where that is in the payment's own currency."""
    entries = dispute.get("balance_transactions") or ()
    fees = [_money(one["fee"], one["currency"]) for one in entries if one["currency"] == dispute["currency"]]
    total = sum(max(sign * fee.amount_minor, 0) for fee in fees)
    return Money(total, str(dispute["currency"]).upper()) if total else None


def _event_money(thing: Json) -> Money | None:
    amount, currency = thing.get("amount_total", thing.get("amount")), thing.get("currency")
    return None if amount is None or currency is None else _money(amount, currency)


def _session_event_status(vendor_kind: str, session: Json) -> str:
    # A failed slow payment leaves the session complete and unpaid; only the event's name tells.
    failed = vendor_kind == "checkout.session.async_payment_failed"
    return (CheckoutStatus.FAILED if failed else _checkout_status(session)).value


def _transfer_event_status(vendor_kind: str, transfer: Json) -> str:
    return read_payout(transfer).status.value


def _no_status(vendor_kind: str, thing: Json) -> str:
    return ""


def _dispute_status(vendor_kind: str, dispute: Json) -> str:
    """Only an end is an end: inquiries that become disputes and appeals are open until Stripe says won or lost."""
    ended = {"won": DisputeStatus.WON, "lost": DisputeStatus.LOST}
    return ended.get(str(dispute["status"]), DisputeStatus.OPEN).value


_STATUSES: dict[str, Callable[[str, Json], str]] = {
    "checkout.session": _session_event_status,
    "transfer": _transfer_event_status,
    "dispute": _dispute_status,
}


def _money(amount: Any, currency: Any) -> Money:
    """Both sides count in minor units. Anything but a whole number is no amount."""
    if type(amount) is not int:
        raise TypeError(f"not a whole number of minor units: {amount!r}")
    return Money(amount, str(currency).upper())


def _time(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), tz=UTC)


def _id(value: Any) -> str:
    """The id of a field that may hold the id or, when expanded, the object."""
    return str(value["id"]) if isinstance(value, Mapping) else str(value or "")


def _part(thing: Json, name: str) -> Json:
    value = thing.get(name)
    return value if isinstance(value, Mapping) else {}
