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
START_SECONDS = 60


@dataclass
class Site:
    """`mt5_port` and `psp_port` are kept free for simulators that a test starts; the product may call these two."""

    port: int
    servers: Servers
    database: str
    before: str
    mt5_port: int
    psp_port: int
    programs: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def simulators(self) -> str:
        return f"127.0.0.1:{self.mt5_port},127.0.0.1:{self.psp_port}"

    def url(self, tenant: Tenant, surface: str, path: str = "/") -> str:
        return f"http://{host(tenant, surface)}:{self.port}{path}"

    def stop(self) -> None:
        for program in self.programs:
            program.terminate()
        for program in self.programs:
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
        _point_at(self.servers, self.before)
        self.servers.drop_database(self.database)


def start_site(servers: Servers) -> Site:
    """Browsers need committed rows, and those must not be in the other tests' way."""
    before = os.environ["DATABASE_URL"]
    database = f"{before.rpartition('/')[2]}_e2e"
    servers.copy_database(building.ensure_base(servers), database)
    _point_at(servers, servers.database_url(database))
    site = Site(_free_port(), servers, database, before, _free_port(), _free_port())
    ours = {"ATRIUM_PORT": str(site.port), "ATRIUM_ALLOW_PRIVATE": site.simulators}
    environment = {**os.environ, **ours}
    for words in (["web", "--port", str(site.port)], ["worker", "--processes", "1"]):
        log = (servers.folder / f"e2e-{words[0]}.log").open("wb")
        site.programs.append(subprocess.Popen([str(ATRIUM), *words], env=environment, stdout=log, stderr=log))
    try:
        _wait_for(site)
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


def _wait_for(site: Site) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if any(program.poll() is not None for program in site.programs):
            break
        if _answers(site.port):
            return
        time.sleep(0.1)
    said = "\n".join(path.read_text()[-2000:] for path in site.servers.folder.glob("e2e-*.log"))
    raise RuntimeError(f"The product did not start for the browser tests:\n{said}")


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
