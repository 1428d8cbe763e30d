"""Calls to providers that speak JSON: every way in which one may fail ends in one of our three words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

import httpx

from atrium.providers import http
from atrium.providers.errors import NeverAgain, OutcomeUnknown, TryAgain

TIMEOUT_SECONDS = 20.0


class Calls:
    """One provider's address. The client is made when it is first used; `client` is for replaying recorded answers."""

    def __init__(self, base_url: str, client: httpx.Client | None = None) -> None:
        self._base_url, self._client = base_url.rstrip("/"), client

    def get(self, path: str, headers: Mapping[str, str]) -> str:
        return self._send("GET", path, headers, None)

    def post(self, path: str, headers: Mapping[str, str], body: str) -> str:
        return self._send("POST", path, {"Content-Type": "application/json", **headers}, body)

    def ask(self, path: str, headers: Mapping[str, str], body: str) -> str:
        """A POST that changes nothing over there: without an answer it may simply be sent again."""
        return self._send("POST", path, {"Content-Type": "application/json", **headers}, body, changes=False)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def _send(
        self, method: str, path: str, headers: Mapping[str, str], body: str | None, *, changes: bool = True
    ) -> str:
        changes = changes and method != "GET"
        self._client = self._client or http.client(
            base_url=self._base_url, timeout_seconds=TIMEOUT_SECONDS, get_retries=1
        )
        try:
            answer = self._client.request(
                method,
                f"{self._base_url}{path}",
                headers=dict(headers),
                content=body.encode() if body is not None else None,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise TryAgain(
                "The payment provider cannot be reached, so nothing was sent. It will be tried again.",
                code=type(error).__name__,
            ) from error
        except httpx.HTTPError as error:
            _unclear(changes, "The payment provider's answer was lost.", type(error).__name__, error)
        return _text(answer, changes)


def _text(answer: httpx.Response, changes: bool) -> str:
    status = answer.status_code
    if status in (401, 403):
        raise NeverAgain(
            "The payment provider does not accept this key, so nothing was done. "
            "Enter the key again in the connection's settings.",
            code="authentication",
        )
    if status == 429:
        raise TryAgain("The payment provider is too busy just now; nothing was done.", code="rate_limit")
    if status >= 500:
        _unclear(
            changes, f"The payment provider answered with an error of its own (status {status}).", str(status)
        )
    if status >= 400:
        raise NeverAgain(f"The payment provider refused: {_reason(answer)}", code=str(status))
    return answer.text


def _reason(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["message"])[:200]
    except (ValueError, KeyError, TypeError):
        return f"status {answer.status_code}"


def _unclear(changes: bool, text: str, code: str, cause: Exception | None = None) -> NoReturn:
    if changes:
        raise OutcomeUnknown(
            f"{text} It is not known whether the request was carried out; the provider is asked before anything is sent again.",
            code=code,
        ) from cause
    raise TryAgain(f"{text} Nothing was changed by asking; it will be asked again.", code=code) from cause
