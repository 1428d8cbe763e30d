"""Who is logged in: the state of authentication belongs to one TCP connection and dies with it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from aiohttp import web

from atrium.providers.trading.mt5 import signature
from infra.simulators.mt5 import retcodes
from infra.simulators.mt5.catalogue import Manager
from infra.simulators.mt5.server import Server

HANDSHAKE_SECONDS = 10.0
LEAST_BUILD = 484
BUILD = "1290"


@dataclass(slots=True)
class Session:
    manager: Manager | None = None
    claimed: Manager | None = None
    challenge: str = ""
    started: float = field(default=0.0)


class Sessions:
    def __init__(self, server: Server) -> None:
        self._server = server
        self._by_transport: WeakKeyDictionary[asyncio.Transport, Session] = WeakKeyDictionary()
        self.handshake_seconds = HANDSHAKE_SECONDS
        self.authenticated = 0  # how many log-ins succeeded since the start

    def of(self, request: web.Request) -> Session:
        assert isinstance(request.transport, asyncio.Transport)
        return self._by_transport.setdefault(request.transport, Session())

    def manager(self, request: web.Request) -> Manager:
        manager = self.of(request).manager
        if manager is None:
            raise retcodes.Refusal(retcodes.PERMISSIONS)
        return manager

    def start(self, request: web.Request) -> dict[str, str]:
        query, session = request.query, self.of(request)
        if query.get("type") != "manager" or not query.get("version", "").isdecimal():
            raise retcodes.Refusal(retcodes.PARAMETERS)
        if int(query["version"]) < LEAST_BUILD or not query.get("agent"):
            raise retcodes.Refusal(retcodes.PARAMETERS)
        login = query.get("login", "")
        # An unknown login gets a challenge too, so that the answer alone does not tell who exists.
        session.claimed = self._server.managers.get(int(login)) if login.isdecimal() else None
        session.manager, session.challenge = None, signature.new_challenge()
        session.started = time.monotonic()
        return {
            "retcode": retcodes.text(retcodes.DONE),
            "version_access": BUILD,
            "srv_rand": session.challenge,
        }

    def answer(self, request: web.Request) -> dict[str, str]:
        session, query = self.of(request), request.query
        claimed, challenge = session.claimed, session.challenge
        session.challenge = ""  # one answer to one challenge
        in_time = time.monotonic() - session.started <= self.handshake_seconds
        hashed = signature.password_hash(claimed.password if claimed else "")
        proven = bool(challenge) and signature.is_answer(hashed, challenge, query.get("srv_rand_answer", ""))
        if not (claimed and in_time and proven):
            raise retcodes.Refusal(self._server.switches.wrong_password_code)
        session.manager = claimed
        self.authenticated += 1
        return {
            "retcode": retcodes.text(retcodes.DONE),
            "version_access": BUILD,
            "version_trade": BUILD,
            "cli_rand_answer": signature.answer(hashed, _challenge(query.get("cli_rand", ""))),
        }

    def disconnect_all(self) -> int:
        transports = list(self._by_transport)
        for transport in transports:
            transport.abort()
        return len(transports)


def _challenge(text: str) -> str:
    try:
        bytes.fromhex(text)
    except ValueError:
        raise retcodes.Refusal(retcodes.PARAMETERS) from None
    return text
