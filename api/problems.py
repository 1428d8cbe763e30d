"""Every error of the API is a problem of RFC 9457: `application/problem+json`, with where and why in words."""

import logging
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from atrium.kernel import actor
from atrium.kernel.errors import AtriumError, Denied

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
_URN: Final = "urn:atrium:problem:"


class MissingIdempotencyKey(AtriumError):
    status = 400
    title = "This request needs an Idempotency-Key"


class BadCursor(AtriumError):
    status = 400
    title = "That is not a place in this list"


def handle(error: Exception, context: Mapping[str, Any]) -> Response:
    """REST framework's exception handler. What nobody expected is logged and answered without its words."""
    return Response(_body(error), status=_status(error), headers=_headers(error), content_type=MEDIA_TYPE)


def not_found(request: HttpRequest, exception: Exception | None = None, **_: object) -> HttpResponse:
    return _plain(Http404("There is nothing at this address."))


def broken(request: HttpRequest) -> HttpResponse:
    return _plain(RuntimeError())


def denied(words: str) -> HttpResponse:
    """For what is refused before a view runs."""
    return _plain(Denied(words))


def suspended(reason: str) -> HttpResponse:
    body = _problem(
        503, "This broker is suspended", reason or "Its programs may come back later.", "broker-suspended"
    )
    return JsonResponse(body, status=503, content_type=MEDIA_TYPE, headers={"Retry-After": "3600"})


def _plain(error: Exception) -> HttpResponse:
    return JsonResponse(_body(error), status=_status(error), content_type=MEDIA_TYPE)


def _status(error: Exception) -> int:
    if isinstance(error, AtriumError):
        return error.status
    if isinstance(error, exceptions.ValidationError | ValidationError):
        return 422
    if isinstance(error, exceptions.APIException):
        return int(error.status_code)
    if isinstance(error, Http404):
        return 404
    return 403 if isinstance(error, PermissionDenied) else 500


def _body(error: Exception) -> dict[str, Any]:
    status = _status(error)
    if isinstance(error, AtriumError):
        return _of_refusal(error)
    if isinstance(error, exceptions.ValidationError):
        found = list(_flat(error.detail))
        return _problem(422, "Your request is not valid", "See the errors.", "invalid-request", errors=found)
    if isinstance(error, ValidationError):
        return _problem(422, "Your request is not valid", " ".join(error.messages), "invalid-request")
    if isinstance(error, exceptions.APIException):
        return _problem(status, HTTPStatus(status).phrase, str(error.detail), "")
    if status == 500:
        log.error("An API request failed", exc_info=error)
        return _problem(
            500, "Internal Server Error", "It was written down. You may try again with the same key.", ""
        )
    return _problem(status, HTTPStatus(status).phrase, str(error) or HTTPStatus(status).description, "")


def _of_refusal(error: AtriumError) -> dict[str, Any]:
    kind = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
    errors = [{"detail": error.message, "pointer": f"#/{error.field}"}] if error.field else []
    return _problem(error.status, error.title, error.message, kind, errors=errors)


def _problem(
    status: int, title: str, detail: str, kind: str, *, errors: Sequence[Mapping[str, str]] = ()
) -> dict[str, Any]:
    request_id = actor.current().request_id
    body: dict[str, Any] = {
        "type": f"{_URN}{kind}" if kind else "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if request_id:
        body["instance"] = f"urn:atrium:request:{request_id}"
    if errors:
        body["errors"] = list(errors)
    return body


def _flat(detail: Any, pointer: str = "#") -> Any:
    """REST framework's nested errors as one list with JSON pointers (RFC 6901)."""
    if isinstance(detail, Mapping):
        for name, below in detail.items():
            place = pointer if name == "non_field_errors" else f"{pointer}/{_escaped(str(name))}"
            yield from _flat(below, place)
    elif isinstance(detail, list | tuple):
        for number, below in enumerate(detail):
            yield from _flat(below, pointer if not isinstance(below, Mapping) else f"{pointer}/{number}")
    else:
        yield {"detail": str(detail), "pointer": pointer}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)  # type: ignore[attr-defined]
    return headers
