"""The simulated MT5 server as a real process, for every test that needs one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from atrium.providers.addresses import ALLOW_VARIABLE
from infra.simulators.mt5.catalogue import DEFAULT_MANAGER

ROOT = Path(__file__).parents[3]
_READY = re.compile(r"https://127\.0\.0\.1:(\d+) control (http://127\.0\.0\.1:\d+)")


@dataclass
class Mt5Process:
    """`port` 0 takes any free port; a restart keeps the port it got."""

    folder: Path
    options: tuple[str, ...] = ("--pace", "0")
    port: int = 0
    _process: subprocess.Popen[str] | None = None
    _control: httpx.Client | None = field(default=None, repr=False)

    def start(self) -> Mt5Process:
        folders = ["--data", str(self.folder / "data"), "--ca", str(self.folder / "ca")]
        ports = ["--port", str(self.port), "--control-port", "0"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "infra.simulators.mt5", *ports, *folders, *self.options],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
        )
        assert self._process.stdout is not None
        ready = _READY.search(self._process.stdout.readline())
        assert ready, "the simulator did not start"
        self.port = int(ready[1])
        self._control = httpx.Client(base_url=ready[2], trust_env=False, timeout=10)
        allow(f"127.0.0.1:{self.port}")
        return self

    @property
    def url(self) -> str:
        return f"https://mt5.localhost:{self.port}"

    @property
    def ca_pem(self) -> str:
        return (self.folder / "ca" / "ca.pem").read_text()

    def credentials(self, **changed: str) -> dict[str, str]:
        return {
            "url": self.url,
            "login": str(DEFAULT_MANAGER.login),
            "password": DEFAULT_MANAGER.password,
            "ca_pem": self.ca_pem,
            **changed,
        }

    def tell(self, path: str, /, **values: Any) -> dict[str, Any]:
        return self._answer("POST", path, json=values)

    def ask(self, path: str, /, **parameters: Any) -> dict[str, Any]:
        return self._answer("GET", path, params=parameters)

    def forget(self, path: str) -> None:
        self._answer("DELETE", path)

    def fault(self, kind: str, **values: Any) -> None:
        self.tell("/fault", kind=kind, **values)

    def kill(self) -> None:
        """As the machine would: at once, without a farewell."""
        self._end(lambda process: process.kill())

    def stop(self) -> int:
        return self._end(lambda process: process.terminate())

    def _end(self, how: Any) -> int:
        assert self._process is not None
        if self._control is not None:
            self._control.close()
        how(self._process)
        code = self._process.wait(timeout=20)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code

    def _answer(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        assert self._control is not None
        response = self._control.request(method, path, **options)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer


def allow(pair: str) -> None:
    """Lets the outgoing client reach this local port, as `make run` does."""
    pairs = {one for one in os.environ.get(ALLOW_VARIABLE, "").split(",") if one}
    os.environ[ALLOW_VARIABLE] = ",".join(sorted(pairs | {pair}))
