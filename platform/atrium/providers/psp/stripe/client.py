"""Stripe's SDK over our own outgoing HTTP client, and its errors in our three words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import httpx
import stripe

from atrium.providers import http
from atrium.providers.errors import NeverAgain, OutcomeUnknown, TryAgain

API_VERSION = "2026-10-28.endive"
TIMEOUT_SECONDS = 20.0

# Sends details of earlier calls with each new one; the provider needs none of that from a broker's back office.
stripe.enable_telemetry = False


class CheckedHttpClient(stripe.HTTPClient):
    """Hands the SDK's requests to `atrium.providers.http`; a broken connection ends in one of our three words."""

    name = "atrium"

    def __init__(self, client: httpx.Client) -> None:
        super().__init__()
        self._client = client

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        try:
            answer = self._client.request(
                method.upper(), url, headers=dict(headers or {}), content=post_data or None
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise TryAgain(
                "The payment provider cannot be reached, so nothing was sent. It will be tried again.",
                code=type(error).__name__,
            ) from error
        except httpx.HTTPError as error:
            _lost(method, error)
        return answer.text, answer.status_code, answer.headers

    def close(self) -> None:
        self._client.close()


def _lost(method: str, error: httpx.HTTPError) -> NoReturn:
    if method.lower() == "get":
        raise TryAgain(
            "The payment provider's answer was lost. Nothing was changed by asking; it will be asked again.",
            code=type(error).__name__,
        ) from error
    raise OutcomeUnknown(
        "The payment provider's answer was lost, so it is not known whether the request was carried out. "
        "The provider will be asked before anything is sent again.",
        code=type(error).__name__,
    ) from error


def outgoing(base_url: str) -> httpx.Client:
    return http.client(base_url=base_url, timeout_seconds=TIMEOUT_SECONDS, get_retries=1)


def build_client(secret_key: str, base_url: str, client: httpx.Client) -> stripe.StripeClient:
    return stripe.StripeClient(
        secret_key,
        stripe_version=API_VERSION,
        base_addresses={"api": base_url},
        max_network_retries=0,
        http_client=CheckedHttpClient(client),
    )


@contextmanager
def stripe_errors(*, changes: bool) -> Iterator[None]:
    """Around one SDK call; `changes` says whether it may have had an effect over there."""
    try:
        yield
    except stripe.RateLimitError as error:
        raise TryAgain(
            "The payment provider is too busy just now; nothing was done.", code="rate_limit"
        ) from error
    except stripe.AuthenticationError as error:
        raise NeverAgain(
            "The payment provider does not accept this secret key, so nothing was done. "
            "Enter the key again in the connection's settings.",
            code="authentication",
        ) from error
    except (
        stripe.InvalidRequestError,
        stripe.CardError,
        stripe.IdempotencyError,
        stripe.PermissionError,
    ) as error:
        raise NeverAgain(f"The payment provider refused: {error.user_message}", code=_code(error)) from error
    except stripe.StripeError as error:
        raise _unclear(changes)(
            f"The payment provider answered with an error of its own (status {error.http_status}).",
            code=_code(error),
        ) from error


def _unclear(changes: bool) -> Callable[..., OutcomeUnknown | TryAgain]:
    return OutcomeUnknown if changes else TryAgain


def _code(error: stripe.StripeError) -> str:
    return str(error.code or type(error).__name__)
