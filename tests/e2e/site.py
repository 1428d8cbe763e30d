"""The running product for browsers: `atrium web` and `atrium worker` over a database of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from atrium.kernel.tenancy import Tenant
from tests import ground as building
from tests.servers import Servers
from tests.surfaces import host

ATRIUM = Path(sys.executable).parent / "atrium"
START_SECONDS = 180


@dataclass
class Site:
    """`mt5_port` and `psp_port` are kept free for simulators that a test starts; the product may call these two."""

    port: int
    servers: Servers
    database: str
    before: str
    mt5_port: int
    psp_port: int
    programs: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def simulators(self) -> str:
        return f"127.0.0.1:{self.mt5_port},127.0.0.1:{self.psp_port}"

    def url(self, tenant: Tenant, surface: str, path: str = "/") -> str:
        return f"http://{host(tenant, surface)}:{self.port}{path}"

    def start_web(self) -> None:
        self._start("web", "--port", str(self.port))
        self._wait_for("web")

    def stop_web(self) -> None:
        self._end(self.programs.pop("web"))

    def start_worker(self) -> None:
        self._start("worker", "--processes", "1")

    def start_jobs(self) -> None:
        """The worker for long work, for tests that import or export."""
        if "jobs" not in self.programs:
            self._start("jobs")

    def stop(self) -> None:
        for program in self.programs.values():
            self._end(program)
        _point_at(self.servers, self.before)
        self.servers.drop_database(self.database)

    def _start(self, name: str, *words: str) -> None:
        ours = {"ATRIUM_PORT": str(self.port), "ATRIUM_ALLOW_PRIVATE": self.simulators}
        environment = {**os.environ, **ours}
        with self._log(name).open("ab") as log:
            self.programs[name] = subprocess.Popen(
                [str(ATRIUM), name, *words], env=environment, stdout=log, stderr=log
            )

    @staticmethod
    def _end(program: subprocess.Popen[bytes]) -> None:
        program.terminate()
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()

    def _wait_for(self, name: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.programs[name].poll() is None:
            if _answers(self.port):
                return
            time.sleep(0.1)
        said = self._log(name).read_text()[-3000:]
        raise RuntimeError(f"atrium {name} did not start for the browser tests:\n{said}")

    def _log(self, name: str) -> Path:
        return self.servers.folder / f"e2e-{name}.log"


def start_site(servers: Servers) -> Site:
    """Browsers need committed rows, and those must not be in the other tests' way."""
    before = os.environ["DATABASE_URL"]
    database = f"{before.rpartition('/')[2]}_e2e"
    servers.copy_database(building.ensure_base(servers), database)
    _point_at(servers, servers.database_url(database))
    site = Site(_free_port(), servers, database, before, _free_port(), _free_port())
    try:
        site.start_worker()
        site.start_web()
    except BaseException:
        site.stop()
        raise
    return site


def _point_at(servers: Servers, url: str) -> None:
    """This process makes people and money by services, in the same database that the browser looks at."""
    from django.core.cache import cache

    os.environ["DATABASE_URL"] = url
    building.connect_as_app()
    cache.clear()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            status: Any = answer.status
            return bool(status == 200)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
