"""Signatures of Praxis: SHA-384 over values written one after the other, then the merchant's secret."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

HEADER = "Gt-Authentication"


def secret_of(merchant_id: str) -> str:
    """What the merchant reads in the back office; here it follows from the id, so that a test may know it."""
    return "px" + hashlib.sha256(f"px:{merchant_id}".encode()).hexdigest()[:30]


def sign(values: Iterable[object], secret: str) -> str:
    return hashlib.sha384(("".join(str(v) for v in values if v is not None) + secret).encode()).hexdigest()


def letter(body: Mapping[str, Any], secret: str, at: int) -> tuple[bytes, dict[str, str]]:
    """Each try bears the time at which it is sent. A rate is written with six decimals, and signed as it is written."""
    told = {**body, "timestamp": at}
    transaction = told["transaction"]
    values = (
        told["merchant_id"],
        told["application_key"],
        at,
        told["customer"]["customer_token"],
        told["session"]["order_id"],
        transaction["tid"],
        transaction["currency"],
        transaction["amount"],
        transaction["conversion_rate"],
        transaction["processed_currency"],
        transaction["processed_amount"],
    )
    text = json.dumps(told).replace(f'"{transaction["conversion_rate"]}"', transaction["conversion_rate"])
    headers = {"Content-Type": "application/json", HEADER: sign(values, secret)}
    return text.encode(), headers


def is_yes(answer: str, headers: Mapping[str, str], secret: str) -> bool:
    """`{"status": 0, …}`, signed over status and timestamp. Anything else is told again."""
    try:
        said = json.loads(answer)
        expected = sign((said["status"], said["timestamp"]), secret)
    except (ValueError, KeyError, TypeError):
        return False
    return said["status"] == 0 and headers.get(HEADER) == expected
