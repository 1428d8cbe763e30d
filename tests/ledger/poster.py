"""A program that posts until it is told to stop, through whatever happens to its server. Run by test_killed_server.

`build`: makes the houses on the server. `post NUMBER FILE`: posts for wallet NUMBER and writes each key into FILE when, and
only when, the ledger has said yes to it. A key is made before the first attempt and used by every retry.
"""

import itertools
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

RUN_DATABASE = "killed"
_stopping = threading.Event()


def main(verb: str, *args: str) -> None:
    import django

    django.setup()
    if verb == "build":
        _build(Path(args[0]))
    else:
        _post(int(args[0]), Path(args[1]))


def _build(folder: Path) -> None:
    from tests import ground
    from tests.servers import Servers

    servers = Servers(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], folder)
    servers.copy_database(ground.ensure_base(servers), RUN_DATABASE)


def _post(number: int, file: Path) -> None:
    from atrium.brokers import selectors
    from atrium.kernel import tenancy

    signal.signal(signal.SIGTERM, lambda *_: _stopping.set())
    tenant = selectors.tenant_by_slug("acme")
    with tenancy.entered(tenant), file.open("a") as acknowledged:
        for step in itertools.count():
            if _stopping.is_set():
                return
            for key, cents in _one_step(f"{number}:{step}", f"client:{number}:wallet:USD", step % 3 == 2):
                acknowledged.write(f"{key} {cents}\n")
                acknowledged.flush()


def _one_step(key: str, wallet: str, takes_out: bool) -> Iterator[tuple[str, int]]:
    """A cent in, and at times a cent held and paid out: each key that was acknowledged, and what it did to the wallet."""
    from atrium.kernel.money import Money
    from tenants.ledger import services
    from tenants.ledger.types import Movement

    cent, psp = Money(1, "USD"), "psp:stripe:USD"
    into = Movement(psp, wallet, cent, "deposit.settled")
    out = Movement(wallet, psp, cent, "payout.paid")
    yield _insist(key, lambda key: services.post(movements=[into], key=key))[0], 1
    if takes_out:
        used, hold = _insist(f"{key}:hold", lambda key: services.hold(movement=out, key=key))
        yield used, 0
        yield _insist(f"{key}:settle", lambda key: services.settle_hold(hold_id=hold.id, key=key))[0], -1


def _insist(key: str, verb: Callable[[str], Any]) -> tuple[str, Any]:
    from django.db import DatabaseError, InterfaceError, connection

    from tenants.ledger.refusals import TryAgain

    for attempt in range(10_000):
        # The planted bug: a client that makes a new key for every attempt.
        used = f"{key}:{attempt}" if os.environ.get("ATRIUM_PLANT") == "a new key for every retry" else key
        try:
            return used, verb(used)
        except (DatabaseError, InterfaceError, TryAgain):
            connection.close()
            time.sleep(0.02)
    raise SystemExit(f"The server never came back for {key}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
