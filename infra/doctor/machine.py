"""The machine and the checkout: disk, packages, front end, browser, ports."""

import os
import shutil
from collections.abc import Iterator

from infra.doctor.findings import Finding, fails, note, ok
from infra.embedded.ports import is_taken
from infra.embedded.process import FREE_BYTES_NEEDED
from infra.setup.chromium import found_chromium
from infra.supervisor import ports, running


def disk() -> Iterator[Finding]:
    folder = running.var() if running.var().exists() else running.ROOT
    free = shutil.disk_usage(folder).free
    text = f"{free // 2**20} MB free at {folder}"
    yield ok("disk", text) if free > FREE_BYTES_NEEDED else fails("disk", f"{text}. Free some space.")


def front_end() -> Iterator[Finding]:
    from django.conf import settings

    if (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield ok("front end", f"collected in {settings.STATIC_ROOT}")
    else:
        yield fails("front end", "Styles and scripts are not built. Run `make setup`.")


def browser() -> Iterator[Finding]:
    if path := found_chromium():
        yield ok("browser", path)
    else:
        yield note("browser", "No Chromium; the browser tests need one. `make test` installs Debian's.")


def free_ports(*, product_runs: bool) -> Iterator[Finding]:
    for port in ports.ALL:
        if product_runs or not is_taken(port.number):
            yield ok("port", f"{port.number} for {port.server}")
        else:
            yield fails(
                "port", f"{port.number}, for {port.server}, is used by another program. Set {port.variable}."
            )


def environment() -> Iterator[Finding]:
    mode = os.environ.get("ATRIUM_ENV", "development")
    if mode != "production":
        yield note("settings", f"ATRIUM_ENV is {mode}: demo log-ins and development secrets exist.")
        return
    for name in ("ATRIUM_ALLOW_PRIVATE",):
        if os.environ.get(name):
            yield fails(
                "settings", f"{name} is set in production: brokers could reach your own network. Unset it."
            )
    yield ok("settings", "production")
