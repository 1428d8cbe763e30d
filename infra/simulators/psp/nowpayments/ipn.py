"""The notification as it is sent: the payment's JSON, signed over its sorted form with HMAC-SHA512."""

import hashlib
import hmac
from decimal import Decimal
from typing import Any

from infra.simulators.psp.nowpayments.numbers import stringify

_NUMBERS = ("price_amount", "pay_amount", "actually_paid", "actually_paid_at_fiat", "outcome_amount")


def secret_of(api_key: str) -> str:
    """What the merchant reads in the dashboard; here it follows from the key, so that a test may know it."""
    return "ipn" + hashlib.sha256(f"ipn:{api_key}".encode()).hexdigest()[:40]


def sign(secret: str, body: Any) -> str:
    return hmac.new(secret.encode(), stringify(body, sort=True).encode(), hashlib.sha512).hexdigest()


def letter(body: dict[str, Any], secret: str) -> tuple[bytes, dict[str, str]]:
    told = as_numbers(body)
    headers = {"Content-Type": "application/json", "x-nowpayments-sig": sign(secret, told)}
    return stringify(told).encode(), headers


def as_numbers(body: dict[str, Any]) -> dict[str, Any]:
    """Amounts are kept as text and told as numbers."""
    return {
        name: Decimal(value) if name in _NUMBERS and value is not None else value
        for name, value in body.items()
    }
