"""The `x-nowpayments-sig` header: HMAC-SHA512 over the body's canonical JSON. It carries no time; repeats are known by the
event's own name, and what is credited is asked for anew."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence

from atrium.providers.psp.contract import ForgedEvent
from atrium.providers.psp.nowpayments.numbers import canonical, read

HEADER = "x-nowpayments-sig"


def sign(secret: str, body: bytes | str) -> str:
    return hmac.new(
        secret.encode(), canonical(read(body)).encode("utf-8", "replace"), hashlib.sha512
    ).hexdigest()


def check_signature(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
    """Raises ForgedEvent; says no more than what a stranger may know."""
    given = next((value for name, value in headers.items() if name.lower() == HEADER), "").strip()
    if not given:
        raise ForgedEvent(f"There is no {HEADER} header.", code="no_signature")
    try:
        expected = [sign(secret, body).encode() for secret in secrets if secret.strip()]
    except (ValueError, RecursionError) as error:
        raise ForgedEvent("The body cannot be read.", code="bad_body") from error
    matches = [hmac.compare_digest(ours, given.encode()) for ours in expected]
    if not any(matches):
        raise ForgedEvent("The signature does not belong to this body and endpoint.", code="wrong_signature")
