"""The `Stripe-Signature` header: HMAC-SHA256 over "time.body" with the endpoint's secret, as it is.

Stripe's own SDK checks one secret and only the past; we accept two secrets while one is replaced, and refuse a time
that lies ahead as firmly as one that lies behind.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from atrium.providers.psp.contract import WEBHOOK_TOLERANCE_SECONDS, ForgedEvent

HEADER = "Stripe-Signature"
_TIME = re.compile(r"\d{1,12}", re.ASCII)


def sign(secret: str, body: bytes, at: int) -> str:
    return hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()


def check_signature(headers: Mapping[str, str], body: bytes, now: datetime, secrets: Sequence[str]) -> None:
    """Raises ForgedEvent; says no more than what a stranger may know."""
    at, signatures = _read(_header(headers))
    expected = [sign(secret, body, at).encode() for secret in secrets if secret.strip()]
    # Every pair is compared, so the time taken does not tell which secret or signature was near.
    matches = [hmac.compare_digest(ours, theirs) for ours in expected for theirs in signatures]
    if not any(matches):
        raise ForgedEvent("The signature does not belong to this body and endpoint.", code="wrong_signature")
    if abs(now.timestamp() - at) > WEBHOOK_TOLERANCE_SECONDS:
        raise ForgedEvent("The signature's time is more than five minutes away from now.", code="wrong_time")


def _header(headers: Mapping[str, str]) -> str:
    found = next((value for name, value in headers.items() if name.lower() == HEADER.lower()), "")
    if not found.strip():
        raise ForgedEvent(f"There is no {HEADER} header.", code="no_signature")
    return found


def _read(header: str) -> tuple[int, list[bytes]]:
    items = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in items if name == "t"]
    signatures = [value.encode() for name, _, value in items if name == "v1"]
    if len(times) != 1 or not _TIME.fullmatch(times[0]) or not signatures:
        raise ForgedEvent(f"The {HEADER} header cannot be read.", code="bad_signature_header")
    return int(times[0]), signatures
