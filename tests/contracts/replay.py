"""A TLS server that gives recorded answers in their order, and complains when it is asked anything else."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from atrium.providers.trading.mt5 import signature
from infra.simulators.mt5.certificates import server_context
from tests.simulators.mt5.process import allow

PASSWORD = "Recorded#1"
_VOLATILE = frozenset({"from", "to"})  # times of asking differ from day to day


class Replay(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, exchanges: list[dict[str, Any]], folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.socket = server_context(folder).wrap_socket(self.socket, server_side=True)
        self.exchanges = list(exchanges)
        self.complaints: list[str] = []
        self._folder = folder
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    def start(self) -> Replay:
        self._thread.start()
        allow(f"127.0.0.1:{self.server_address[1]}")
        return self

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def credentials(self) -> dict[str, str]:
        return {
            "url": f"https://mt5.localhost:{self.server_address[1]}",
            "login": "1001",
            "password": PASSWORD,
            "ca_pem": (self._folder / "ca.pem").read_text(),
        }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Replay

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        reply = self._handshake(parts.path, query) or self._recorded(parts.path, query, body)
        if reply is None:
            self.close_connection = True  # recorded as a connection that broke here
            return
        text = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_POST = do_GET  # noqa: N815 - the name is the standard library's

    def _handshake(self, path: str, query: Mapping[str, str]) -> dict[str, Any] | None:
        if path == "/api/auth/start":
            return {"retcode": "0 Done", "srv_rand": signature.new_challenge()}
        if path == "/api/auth/answer":
            hashed = signature.password_hash(PASSWORD)
            return {"retcode": "0 Done", "cli_rand_answer": signature.answer(hashed, query["cli_rand"])}
        return {"retcode": "0 Done"} if path == "/api/quit" else None

    def _recorded(self, path: str, query: Mapping[str, str], body: bytes) -> dict[str, Any] | None:
        expected = self.server.exchanges.pop(0) if self.server.exchanges else {}
        asked = {"path": path, "query": _lasting(query), "body": body.decode()}
        known = {
            "path": expected.get("path"),
            "query": _lasting(expected.get("query", {})),
            "body": expected.get("body"),
        }
        if asked != known:
            self.server.complaints.append(f"asked {asked}, recorded {known}")
        reply: dict[str, Any] | None = expected.get("reply")
        return reply

    def log_message(self, *args: object) -> None:
        return


def _lasting(query: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if name not in _VOLATILE}
