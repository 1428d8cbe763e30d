"""How each protocol wraps and signs what it tells, and which answer it takes for a yes."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from infra.simulators.psp.nowpayments import ipn
from infra.simulators.psp.praxis import notification
from infra.simulators.psp.wire import Json


@dataclass(frozen=True, slots=True)
class Letter:
    body: bytes
    headers: Mapping[str, str]


def signature_header(secret: str, body: bytes, at: int) -> str:
    digest = hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def _stripe(event: Json, secret: str) -> Letter:
    body = json.dumps(event, indent=2).encode()
    return Letter(
        body,
        {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature_header(secret, body, int(time.time())),
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        },
    )


def _nowpayments(event: Json, secret: str) -> Letter:
    return Letter(*ipn.letter(event["body"], secret))


def _praxis(event: Json, secret: str) -> Letter:
    return Letter(*notification.letter(event["body"], secret, int(time.time())))


_SCHEMES: dict[str, Callable[[Json, str], Letter]] = {
    "stripe": _stripe,
    "nowpayments": _nowpayments,
    "praxis": _praxis,
}


def letter(event: Json, endpoint: Json, secret: str) -> Letter:
    return _SCHEMES[endpoint.get("scheme", "stripe")](event, secret)


def is_taken(endpoint: Json, status: int, answer: str, headers: Mapping[str, str]) -> bool:
    if endpoint.get("scheme") == "praxis":
        return status == 200 and notification.is_yes(answer, headers, endpoint["secret"])
    return 200 <= status < 300
