"""The only outgoing HTTP client. Every adapter gets its connection to the outside world from `client`."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping

import httpcore
import httpx

from atrium.providers.addresses import checked_address
from atrium.providers.errors import NeverAgain

MAX_ANSWER_BYTES = 64 * 1024 * 1024
_RETRY_PAUSE_SECONDS = 0.25
_SAFE_METHODS = frozenset({"GET", "HEAD"})

# httpx logs every URL at INFO, and some vendors want secrets in their query strings.
logging.getLogger("httpx").setLevel(logging.WARNING)


class ConnectionLost(httpx.ConnectError):
    """A single-connection client was asked for a second connection: whatever lived on the first one is gone."""


class AnswerTooLong(NeverAgain):
    """The other side sent more than any honest answer holds."""


def client(
    *,
    base_url: str,
    timeout_seconds: float,
    verify: ssl.SSLContext | None = None,
    single_connection: bool = False,
    headers: Mapping[str, str] | None = None,
    get_retries: int = 0,
) -> httpx.Client:
    """An httpx client that refuses private addresses, ignores proxies of the environment and follows no redirect.

    `single_connection` is for vendors whose session *is* the connection: when it breaks, the next request raises
    ConnectionLost before anything is sent. `get_retries` repeats GET and HEAD alone, after lost connections alone.
    """
    transport = _Transport(verify or trusting(), single_connection=single_connection, get_retries=get_retries)
    return httpx.Client(
        base_url=base_url,
        timeout=timeout_seconds,
        headers={"User-Agent": "Atrium", "Accept-Encoding": "identity", **(headers or {})},
        transport=transport,
        follow_redirects=False,
        trust_env=False,
    )


def trusting(ca_pem: str = "") -> ssl.SSLContext:
    """A TLS context that trusts the public authorities, or only the given ones."""
    if not ca_pem.strip():
        return httpx.create_ssl_context(trust_env=False)
    try:
        return ssl.create_default_context(cadata=ca_pem)
    except (ssl.SSLError, ValueError) as error:
        raise NeverAgain(
            "The authority's certificate cannot be read. Paste it as PEM text, from BEGIN CERTIFICATE "
            "to END CERTIFICATE.",
            code="bad_ca",
        ) from error


class _Transport(httpx.HTTPTransport):
    def __init__(self, verify: ssl.SSLContext, *, single_connection: bool, get_retries: int) -> None:
        super().__init__(verify=verify, trust_env=False)
        self._get_retries = get_retries
        # httpx offers no argument for the network backend, httpcore does; the pool is the one thing replaced.
        self._pool = httpcore.ConnectionPool(
            ssl_context=verify,
            max_connections=1 if single_connection else 20,
            keepalive_expiry=None if single_connection else 30.0,
            network_backend=_CheckedBackend(single_connection=single_connection),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        retries = self._get_retries if request.method in _SAFE_METHODS else 0
        for attempt in range(retries):
            try:
                return self._send(request)
            except httpx.TransportError:
                time.sleep(_RETRY_PAUSE_SECONDS * 2**attempt)
        return self._send(request)

    def _send(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _Limited(response.stream)
        return response


class _Limited(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        seen = 0
        for part in self._stream:
            seen += len(part)
            if seen > MAX_ANSWER_BYTES:
                raise AnswerTooLong("The server's answer is longer than 64 MB and was not read to its end.")
            yield part

    def close(self) -> None:
        self._stream.close()


class _CheckedBackend(httpcore.NetworkBackend):
    """Resolves, checks, and connects to the very address that was checked. TLS still names the host."""

    def __init__(self, *, single_connection: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._single_connection = single_connection
        self._connected = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        if self._single_connection and self._connected:
            raise ConnectionLost(f"The connection to {host}:{port} was lost.")
        address = checked_address(host, port)
        stream = self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
        self._connected = True
        return stream
