"""The PSP simulator as a process of its own, and a door that takes its webhooks."""

from __future__ import annotations

import json
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

_START_SECONDS = 20


@dataclass
class PspProcess:
    """The running simulator, with the strings that tests pull."""

    port: int
    process: subprocess.Popen[bytes]
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.url, timeout=10, trust_env=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def plan(self, kind: str, **options: Any) -> None:
        self.http.post("/_control/faults", json={"kind": kind, **options}).raise_for_status()

    def clear_faults(self) -> None:
        self.http.delete("/_control/faults").raise_for_status()

    def pay(self, reference: str, number: str = "4242424242424242") -> dict[str, Any]:
        answer = self.http.post(f"/_control/sessions/{reference}/pay", json={"number": number})
        return dict(answer.raise_for_status().json())

    def objects(self, kind: str) -> list[dict[str, Any]]:
        return list(self.http.get(f"/_control/objects/{kind}").raise_for_status().json()["data"])

    def deliveries(self) -> list[dict[str, Any]]:
        return list(self.http.get("/_control/deliveries").raise_for_status().json()["deliveries"])

    def resend(self, event_id: str) -> None:
        self.http.post(f"/_control/events/{event_id}/resend").raise_for_status()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def start(data: Path, port: int | None = None) -> PspProcess:
    port = port or free_port()
    command = [sys.executable, "-m", "infra.cli", "pspsim", "--port", str(port), "--data", str(data)]
    log = (data / "log").open("ab")
    process = subprocess.Popen([*command, "--retry-seconds", "0.1"], stdout=log, stderr=log)
    psp = PspProcess(port, process)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psp.http.get("/_control/health").raise_for_status()
            return psp
        except httpx.HTTPError:
            time.sleep(0.05)
    process.kill()
    raise AssertionError(f"The PSP simulator did not start: {(data / 'log').read_text()}")


@contextmanager
def running(data: Path) -> Iterator[PspProcess]:
    psp = start(data)
    try:
        yield psp
    finally:
        psp.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return str(json.loads(self.body).get("type", ""))


class Door(ThreadingHTTPServer):
    """Takes webhooks; `answers` are the statuses of the next ones, 200 when there are none left."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _DoorHandler)
        self.taken: queue.Queue[Received] = queue.Queue()
        self.answers: list[int] = []

    @property
    def url(self) -> str:
        return f"http://api.acme.localhost:{self.server_address[1]}/webhooks/psp/key/"

    def next(self) -> Received:
        return self.taken.get(timeout=10)


class _DoorHandler(BaseHTTPRequestHandler):
    server: Door

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.put(Received(self.path, dict(self.headers.items()), body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        return None


@contextmanager
def open_door() -> Iterator[Door]:
    door = Door()
    thread = threading.Thread(target=door.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield door
    finally:
        door.shutdown()
        door.server_close()
