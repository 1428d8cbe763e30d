"""One authenticated connection to an MT5 Web API. The session *is* the TLS connection, so there is exactly one.

Requests go one after the other under a lock. A connection that broke is replaced, and authenticated anew, before the
next request. What was under way when it broke is repeated only if it was a pure question.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Mapping
from typing import Any

import httpx

from atrium.providers import http
from atrium.providers.errors import NeverAgain, OutcomeUnknown, ProviderError, TryAgain
from atrium.providers.trading.mt5 import retcodes, signature
from atrium.providers.trading.mt5.keepalive import KeepAlive

VERSION = 484
AGENT = "Atrium"
PING_AFTER_SECONDS = 20.0
TIMEOUT_SECONDS = 15.0

Answer = Mapping[str, Any]
Parameters = Mapping[str, object]
Body = Mapping[str, str]


class Client:
    def __init__(
        self,
        *,
        url: str,
        login: int,
        password: str,
        ca_pem: str = "",
        timeout_seconds: float = TIMEOUT_SECONDS,
        ping_after_seconds: float = PING_AFTER_SECONDS,
    ) -> None:
        self._url = url.rstrip("/")
        self._login = login
        self._password_hash = signature.password_hash(password)
        self._trust = http.trusting(ca_pem)
        self._timeout_seconds = timeout_seconds
        self._lock = threading.RLock()
        self._session: httpx.Client | None = None
        self._keep_alive = KeepAlive(self, ping_after_seconds)

    def ask(self, path: str, parameters: Parameters | None = None, body: Body | None = None) -> Answer:
        """A question without effect; asked once more if the connection broke while it was under way."""
        with self._lock:
            try:
                return self._request(path, parameters or {}, body, changes=False)
            except httpx.RequestError:
                try:
                    return self._request(path, parameters or {}, body, changes=False)
                except httpx.RequestError as error:
                    raise TryAgain(f"{self._url} broke the connection twice. Nothing was lost.") from error

    def change(self, path: str, parameters: Parameters, body: Body | None = None) -> Answer:
        """A request with an effect; sent once. A lost answer raises OutcomeUnknown."""
        with self._lock:
            try:
                return self._request(path, parameters, body or {}, changes=True)
            except (httpx.RequestError, http.AnswerTooLong) as error:
                raise OutcomeUnknown(
                    f"The connection to {self._url} was lost before the answer came ({_reason(error)}). The "
                    "server may have carried the request out; it is looked up before anything is sent again."
                ) from error

    def ping(self) -> None:
        self.ask("/api/test/access")

    def close(self) -> None:
        """Says goodbye if there is a connection. The client can be used again: it then opens a new one."""
        self._keep_alive.stop()
        with self._lock:
            if self._session is not None:
                try:
                    self._session.get("/api/quit", timeout=2.0)
                except (httpx.HTTPError, ProviderError):
                    pass  # the server notices a closed connection as well
            self._drop()

    def _request(self, path: str, parameters: Parameters, body: Body | None, *, changes: bool) -> Answer:
        session = self._connected()
        try:
            response = _send(session, path, parameters, body)
        except http.ConnectionLost:
            # Found closed before anything was sent, so a new connection may carry even a changing request.
            self._drop()
            response = self._send_dropping(self._connected(), path, parameters, body)
        except (httpx.RequestError, ProviderError):
            self._drop()  # a late answer must not be taken for the answer to the next request
            raise
        self._keep_alive.touch()
        return _understood(response, changes=changes)

    def _send_dropping(
        self, session: httpx.Client, path: str, parameters: Parameters, body: Body | None
    ) -> httpx.Response:
        try:
            return _send(session, path, parameters, body)
        except (httpx.RequestError, ProviderError):
            self._drop()
            raise

    def _connected(self) -> httpx.Client:
        if self._session is None:
            session = http.client(
                base_url=self._url,
                timeout_seconds=self._timeout_seconds,
                verify=self._trust,
                single_connection=True,
                headers={"Connection": "keep-alive", "User-Agent": AGENT},
            )
            try:
                self._authenticate(session)
            except (httpx.RequestError, ProviderError) as error:
                session.close()
                raise _not_connected(self._url, error) from error
            self._session = session
            self._keep_alive.start()
        return self._session

    def _authenticate(self, session: httpx.Client) -> None:
        start = {"version": VERSION, "agent": AGENT, "login": self._login, "type": "manager"}
        challenge = _understood(_send(session, "/api/auth/start", start, None), changes=False)
        ours = signature.new_challenge()
        proof = {
            "srv_rand_answer": signature.answer(self._password_hash, str(challenge.get("srv_rand", ""))),
            "cli_rand": ours,
        }
        answer = _understood(_send(session, "/api/auth/answer", proof, None), changes=False)
        if not signature.is_answer(self._password_hash, ours, str(answer.get("cli_rand_answer", ""))):
            raise retcodes.failure(1008, "server bad", changes=False)

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None


def _send(session: httpx.Client, path: str, parameters: Parameters, body: Body | None) -> httpx.Response:
    query = {name: str(value) for name, value in parameters.items()}
    if body is None:
        return session.get(path, params=query)
    # The documented content type, although the body is JSON text.
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return session.post(path, params=query, content=json.dumps(body), headers=headers)


def _understood(response: httpx.Response, *, changes: bool) -> Answer:
    """The answer's JSON. Numbers without quotes are read as text too, so none becomes a binary float."""
    try:
        answer = json.loads(response.content, parse_float=str, parse_int=str)
        code, _, text = str(answer["retcode"]).partition(" ")
        number = int(code)
    except (ValueError, KeyError, TypeError) as error:
        message = f"The trading server's answer cannot be understood (HTTP {response.status_code})."
        if changes:
            raise OutcomeUnknown(f"{message} It may have carried the request out.") from error
        raise TryAgain(f"{message} Check that the address is that of an MT5 Web API.") from error
    if number not in retcodes.DONE:
        raise retcodes.failure(number, text, changes=changes)
    return dict(answer)


def _not_connected(url: str, error: Exception) -> ProviderError:
    if isinstance(error, ProviderError):
        return error
    if _caused_by(error, ssl.SSLCertVerificationError):
        return NeverAgain(
            f"The certificate of {url} is not trusted, so nothing was sent. Paste the certificate of the "
            f"authority that signed it into this connection. ({_reason(error)})",
            code="certificate",
        )
    return TryAgain(
        f"{url} cannot be reached ({_reason(error)}). Nothing was sent and nothing is lost. Check the address and "
        "port, and that the server's firewall lets us in.",
        code="unreachable",
    )


def _caused_by(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
