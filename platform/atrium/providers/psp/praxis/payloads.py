"""Praxis' words and ours: the only place where both are spoken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from atrium.kernel.money import Money, currency_code
from atrium.providers.errors import NeverAgain, OutcomeUnknown
from atrium.providers.psp.contract import (
    Checkout,
    CheckoutIntent,
    CheckoutState,
    CheckoutStatus,
    EventKind,
    PspEvent,
)
from atrium.providers.psp.praxis.signature import read

Json = Mapping[str, Any]

VERSION = "1.3"
# A session of the cashier lasts a quarter of an hour.
_SESSION = timedelta(minutes=15)
_AMOUNT = re.compile(r"\d{1,18}", re.ASCII)
_LOCALES = {"en": "en-GB", "es": "es-ES", "zh": "zh-CN", "ar": "ar-AE"}

_TRANSACTIONS = {
    "approved": CheckoutStatus.PAID,
    "chargeback": CheckoutStatus.PAID,  # it was paid; what became of it later is told by an event of its own
    "reversed": CheckoutStatus.PAID,
    "refund": CheckoutStatus.PAID,
    "requested": CheckoutStatus.PENDING,
    "pending": CheckoutStatus.PENDING,
    "authorized": CheckoutStatus.PENDING,
    "rejected": CheckoutStatus.FAILED,
    "declined": CheckoutStatus.FAILED,
    "cancelled": CheckoutStatus.FAILED,
    "error": CheckoutStatus.FAILED,
    "failed": CheckoutStatus.FAILED,
}
_OVER = frozenset({"expired", "closed", "rejected", "timeout", "failed"})
_EVENT_KINDS = {"chargeback": EventKind.DISPUTE, "reversed": EventKind.REFUND, "refund": EventKind.REFUND}


def checkout_body(intent: CheckoutIntent, merchant: Mapping[str, str], now: int) -> dict[str, Any]:
    payer = intent.payer
    return {
        **merchant,
        "intent": "payment",
        "currency": intent.money.currency,
        "amount": intent.money.amount_minor,
        "cid": payer.id or intent.email,
        "order_id": intent.our_id,
        "locale": _LOCALES.get(intent.language, _LOCALES["en"]),
        "notification_url": intent.notify_url,
        "return_url": intent.success_url,
        "customer_data": {
            "country": payer.country or None,
            "first_name": payer.first_name or None,
            "last_name": payer.last_name or None,
            "email": intent.email or None,
            "phone": payer.phone or None,
        },
        "version": VERSION,
        "timestamp": now,
    }


def read_checkout(text: str, our_id: str, now: datetime) -> Checkout:
    answer = read_answer(text, changes=True)
    url = str(answer.get("redirect_url") or "")
    if not url.startswith(("https://", "http://")):
        raise NeverAgain("The payment provider answered without a page to pay on.", code="no_page")
    return Checkout(our_id, url, now + _SESSION)


def read_state(text: str, our_id: str) -> CheckoutState:
    """A try that was declined inside a session that is still open decides nothing: the payer may try another card."""
    answer = read_answer(text, changes=False)
    session, transaction = _part(answer, "session"), _part(answer, "transaction")
    try:
        if transaction:
            return _transaction(session, transaction)
        over = str(session.get("session_status")) in _OVER
        return CheckoutState(
            reference=str(session["order_id"]),
            our_id=str(session["order_id"]),
            status=CheckoutStatus.EXPIRED if over else CheckoutStatus.OPEN,
            money=money_of(session.get("amount"), session.get("currency")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NeverAgain(
            "The payment provider tells of an amount that is none, so nothing was booked. A person must look.",
            code="bad_amount",
        ) from error


def _transaction(session: Json, transaction: Json) -> CheckoutState:
    status = _TRANSACTIONS.get(str(transaction.get("transaction_status")), CheckoutStatus.PENDING)
    money = money_of(transaction["amount"], transaction["currency"])
    return CheckoutState(
        reference=str(session["order_id"]),
        our_id=str(session["order_id"]),
        status=status,
        money=money,
        payment_id=str(transaction["tid"]) if status is CheckoutStatus.PAID else "",
        fee=_fee(transaction, money),
    )


def _fee(transaction: Json, money: Money) -> Money | None:
    """In minor units of the payment's currency, where it is told at all."""
    text = str(transaction.get("fee") or "")
    return Money(int(text), money.currency) if _AMOUNT.fullmatch(text) and int(text) else None


def read_event(body: bytes) -> PspEvent:
    try:
        told = read(body)
        session, transaction = told["session"], told["transaction"]
        status = str(transaction["transaction_status"])
        is_payout = transaction.get("transaction_type") == "payout"
        return PspEvent(
            kind=EventKind.PAYOUT if is_payout else _EVENT_KINDS.get(status, EventKind.CHECKOUT),
            external_id=f"{session['order_id']}:{transaction['tid']}:{status}",
            reference=str(session["order_id"]),
            our_id=str(session["order_id"]),
            money=money_of(transaction["amount"], transaction["currency"]),
            status="" if is_payout else _TRANSACTIONS.get(status, CheckoutStatus.PENDING).value,
            at=datetime.fromtimestamp(int(told["timestamp"]), tz=UTC),
            vendor_kind=f"{transaction.get('transaction_type') or 'transaction'}.{status}",
        )
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise NeverAgain(
            "The body is signed but is not an event of this provider.", code="no_event"
        ) from error


def read_answer(text: str, *, changes: bool) -> Json:
    """Zero is well, above is a refusal, below is trouble over there."""
    try:
        answer = read(text)
        status = int(answer["status"])
    except (ValueError, KeyError, TypeError) as error:
        raise (OutcomeUnknown if changes else NeverAgain)(
            "The payment provider's answer cannot be read.", code="bad_answer"
        ) from error
    if status > 0:
        reason = str(answer.get("description") or "no reason given")[:200]
        raise NeverAgain(f"The payment provider refused: {reason}", code=str(status))
    if status < 0:
        raise OutcomeUnknown("The payment provider answered with an error of its own.", code=str(status))
    return dict(answer)


def money_of(amount: Any, currency: Any) -> Money:
    """Both sides count in minor units. Anything but a whole number is no amount."""
    if not isinstance(amount, str) or not _AMOUNT.fullmatch(amount):
        raise ValueError(f"not a whole number of minor units: {amount!r}")
    return Money(int(amount), currency_code(str(currency)))


def _part(thing: Json, name: str) -> Json:
    value = thing.get(name)
    return value if isinstance(value, Mapping) else {}
