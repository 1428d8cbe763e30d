"""The `Gt-Authentication` header: SHA-384, in hex, of chosen values written one after the other, then the secret.

Values are taken with the very text that the body has: a rate that came as 1.000000 is signed as 1.000000.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from atrium.providers.psp.contract import WEBHOOK_TOLERANCE_SECONDS, ForgedEvent

HEADER = "Gt-Authentication"
_TIME = re.compile(r"\d{1,12}", re.ASCII)

CHECKOUT = ("merchant_id", "application_key", "timestamp", "intent", "cid", "order_id")
# The vendor's page says of a payout that its gateway is signed where it is sent, and leaves the order to its examples.
PAYOUT = ("merchant_id", "application_key", "timestamp", "transaction_type", "cid", "order_id", "gateway")
FIND_ORDER = ("merchant_id", "application_key", "timestamp", "order_id")
NOTIFICATION = (
    "merchant_id",
    "application_key",
    "timestamp",
    "customer.customer_token",
    "session.order_id",
    "transaction.tid",
    "transaction.currency",
    "transaction.amount",
    "transaction.conversion_rate",
    "transaction.processed_currency",
    "transaction.processed_amount",
)
ANSWER = ("status", "timestamp")


def read(body: bytes | str) -> Any:
    """The body with every number as the text that it was written in."""
    return json.loads(body, parse_float=str, parse_int=str, parse_constant=_no_number)


def sign(values: Iterable[object], secret: str) -> str:
    text = "".join(str(value) for value in values if value is not None)
    return hashlib.sha384(f"{text}{secret}".encode()).hexdigest()


def sign_fields(body: Mapping[str, Any], names: Sequence[str], secret: str) -> str:
    return sign((_value(body, name) for name in names), secret)


def check_notification(
    headers: Mapping[str, str], body: bytes, now: datetime, secrets: Sequence[str]
) -> None:
    """Raises ForgedEvent; says no more than what a stranger may know."""
    given = next((value for name, value in headers.items() if name.lower() == HEADER.lower()), "").strip()
    if not given:
        raise ForgedEvent(f"There is no {HEADER} header.", code="no_signature")
    told = _read(body)
    expected = [sign_fields(told, NOTIFICATION, secret).encode() for secret in secrets if secret.strip()]
    matches = [hmac.compare_digest(ours, given.encode()) for ours in expected]
    if not any(matches):
        raise ForgedEvent("The signature does not belong to this body and endpoint.", code="wrong_signature")
    at = str(told.get("timestamp"))
    if not _TIME.fullmatch(at) or abs(now.timestamp() - int(at)) > WEBHOOK_TOLERANCE_SECONDS:
        raise ForgedEvent(
            "The notification's time is more than five minutes away from now.", code="wrong_time"
        )


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        told = read(body)
    except (ValueError, RecursionError) as error:
        raise ForgedEvent("The body cannot be read.", code="bad_body") from error
    if not isinstance(told, dict):
        raise ForgedEvent("The body cannot be read.", code="bad_body")
    return told


def _value(body: Mapping[str, Any], name: str) -> object:
    value: Any = body
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return None if isinstance(value, Mapping | list) else value


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")
