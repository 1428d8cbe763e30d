"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a request that moves money is done once.

Missing: 400. The same key with another body: 422. The first still being worked on: 409. Afterwards: the stored answer.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from api.problems import MissingIdempotencyKey
from api.resource import Resource
from atrium.kernel.errors import InvalidInput
from tenants.apikeys import rules, services

HEADER: Final = OpenApiParameter(
    name="Idempotency-Key",
    location=OpenApiParameter.HEADER,
    required=True,
    type=str,
    description=(
        "Made by the caller before the first attempt, used again by every retry, for example a UUID. "
        "Remembered for seven days per API key and operation."
    ),
)


def once(
    view: Resource,
    operation: str,
    work: Callable[[str], tuple[int, Any]],
    *,
    shown_once: tuple[str, ...] = (),
) -> Response:
    """`work` gets the key under which the rooms' services are idempotent, and gives status and body.

    Fields in `shown_once` are secrets: they are in the first answer, and empty in what is stored and repeated.
    """
    key, principal = _key(view), view.viewer.principal
    asked = {"principal": principal, "operation": operation, "key": key}
    stored = services.begin_request(**asked, fingerprint=_fingerprint(view))
    if stored is not None:
        return Response(stored.body, status=stored.status, headers={"Idempotency-Replayed": "true"})
    try:
        status, body = work(_inner_key(principal, operation, key))
    except BaseException:
        services.forget_request(**asked)
        raise
    plain = json.loads(JSONRenderer().render(body))
    kept = {**plain, **dict.fromkeys(shown_once, "")}
    services.finish_request(**asked, status=status, body=kept)
    return Response(plain, status=status)


def _key(view: Resource) -> str:
    text = view.request.headers.get("Idempotency-Key", "").strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = text[1:-1]  # a Structured Field string; the bare text is taken as well
    if not text:
        raise MissingIdempotencyKey("Send an Idempotency-Key, so that a retry cannot move money twice.")
    if len(text) > 200 or not text.isascii() or not text.isprintable():
        raise InvalidInput("An Idempotency-Key is up to 200 printable ASCII characters.")
    return text


def _fingerprint(view: Resource) -> str:
    body = json.dumps(view.request.data, sort_keys=True, separators=(",", ":"))
    return rules.fingerprint(f"{view.request.path}\n{body}".encode())


def _inner_key(principal: str, operation: str, key: str) -> str:
    """Short, and nobody else's: two principals may use the same word."""
    return f"api:{hashlib.sha256(f'{principal}|{operation}|{key}'.encode()).hexdigest()[:40]}"
