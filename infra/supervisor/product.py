"""`make run`: from nothing, or from yesterday's data, to a table of addresses and log-ins; then until Ctrl-C."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from infra.demo.people import require_demo_allowed
from infra.supervisor import crew, demo_mark, lock, ports, programs, running, table, warm
from infra.supervisor.programs import Program
from infra.supervisor.progress import say, step
from infra.supervisor.servers import Servers


class Product:
    """`with started() as product: product.serve()`; also what the benches run against."""

    def __init__(self, servers: Servers, people: crew.Crew) -> None:
        self.servers = servers
        self.crew = people

    def serve(self) -> None:
        """Until told to stop; brings back what crashes."""
        while True:
            self.servers.watch()
            self.crew.watch()
            time.sleep(0.5)


@contextmanager
def started(bring_up: Callable[[crew.Crew], None] | None = None) -> Iterator[Product]:
    """The caller is told to stop by KeyboardInterrupt (Ctrl-C, or SIGTERM, which becomes the same)."""
    for number in (signal.SIGTERM, signal.SIGINT):  # SIGINT too: a shell starts background jobs deaf to it
        signal.signal(number, _interrupt)
    require_demo_allowed()
    ports.require_all_free()
    with lock.held(), Servers() as servers:
        demo_mark.claim(servers.environment["DATABASE_URL"])
        _set_environment(servers)
        with step("Loading the product once for all processes"):
            warm.warm()
        people = crew.Crew()
        try:
            (bring_up or whole_product)(people)
            running.remember(_environment(servers))
            yield Product(servers, people)
        finally:
            running.forget()
            with _deaf(), step("Stopping"):
                people.stop()


def run() -> None:
    say("Atrium starts. Logs are in " + str(running.var() / "log"))
    try:
        with started() as product:
            say(table.drawn())
            product.serve()
    except KeyboardInterrupt:
        say("Everything is stopped; the data stay. `make reset` clears them.")


def whole_product(people: crew.Crew) -> None:
    migrate()
    people.start([*programs.simulators(), programs.provisioning()])
    with step("The vendor and two demo brokers"):
        vendor()
        crew.run_once(Program("demo", ("demo", "brokers"), programs.says(""), "Making the demo brokers"))
    people.start(programs.services())
    with step("Their day: clients, accounts, deposits, trades"):
        crew.run_once(Program("demo", ("demo", "day"), programs.says(""), "Walking the demo's day"))


def migrate() -> None:
    with step("Migrations"):
        crew.run_once(Program("migrate", ("migrate",), programs.says(""), "Migrating", as_owner=True))


def vendor() -> None:
    crew.run_once(Program("demo", ("demo", "vendor"), programs.says(""), "Making the vendor", as_owner=True))


def _environment(servers: Servers) -> dict[str, str]:
    simulators = (ports.MT5, ports.MT5_CONTROL, ports.PSP)
    private = ",".join(f"127.0.0.1:{port.number},localhost:{port.number}" for port in simulators)
    return {
        **servers.environment,
        "ATRIUM_ENV": os.environ.get("ATRIUM_ENV", "development"),
        "ATRIUM_ALLOW_PRIVATE": private,
        "DJANGO_SETTINGS_MODULE": "infra.settings",
    }


def _set_environment(servers: Servers) -> None:
    os.environ.pop("ATRIUM_AS_OWNER", None)
    os.environ.update(_environment(servers))
    from infra.settings.env import app_url

    os.environ.setdefault("DATABASE_APP_URL", app_url(servers.environment["DATABASE_URL"]))


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _deaf() -> Iterator[None]:
    """A second Ctrl-C must not leave half of the processes behind."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
