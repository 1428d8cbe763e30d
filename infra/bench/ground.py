"""Where a bench runs: a product of its own on free ports, with data of its own under var/bench."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.embedded import Postgres
from infra.embedded.ports import free_port
from infra.supervisor import crew, ports, product, running
from infra.supervisor.product import Product


def results(name: str) -> Path:
    return running.var() / "bench" / f"{name}.json"


@contextmanager
def product_of_its_own(name: str, bring_up: Callable[[crew.Crew], None] | None = None) -> Iterator[Product]:
    """Begins from nothing each time, except in a database that DATABASE_URL names (which must be empty or ours)."""
    folder = running.var() / "bench" / name
    os.environ.setdefault("ATRIUM_STATIC", str(running.var() / "static"))
    Postgres(folder / "pg").wipe()
    shutil.rmtree(
        folder, ignore_errors=True
    )  # a queue or a clock's diary left behind would be worked off beside what is measured
    before = {port.variable: os.environ.get(port.variable) for port in ports.ALL} | {
        "ATRIUM_VAR": os.environ.get("ATRIUM_VAR")
    }
    os.environ["ATRIUM_VAR"] = str(folder)
    for port in ports.ALL:
        os.environ[port.variable] = str(free_port())
    try:
        with product.started(bring_up) as started:
            yield started
    finally:
        for variable, value in before.items():
            os.environ.pop(variable) if value is None else os.environ.update({variable: value})
