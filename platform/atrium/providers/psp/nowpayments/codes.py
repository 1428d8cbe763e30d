"""The six digits that an authenticator shows (RFC 6238: SHA-1, thirty seconds), from its secret in base 32."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

from atrium.providers.errors import NeverAgain

_STEP_SECONDS = 30


def one_time_code(secret: str, at: datetime) -> str:
    text = "".join(secret.split()).upper()
    try:
        key = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error as error:
        raise NeverAgain(
            "The authenticator's secret is not one: copy it anew from the provider's account settings.",
            code="bad_secret",
        ) from error
    counter = int(at.timestamp()) // _STEP_SECONDS
    digest = hmac.new(key, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"
