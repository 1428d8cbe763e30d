"""Which servers there are, and one reader for each: brokers and servers come, go and change while the feed runs.

A suspended broker's servers are not read: its reader ends within seconds, and its place (the cursor on the server's row) stays
where it was. Its deals stay on the trading server, which keeps them. Resumed, the broker gets a new reader that asks for
everything since that place, so nothing is lost and nothing comes twice; rebates of the deals follow then. Money under way is
another matter: the sweeps of trading, wallets, payments and the outbox go on (`suspended_ok`) until it is finished or voided.
"""

import logging
import threading
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import connection

from atrium.brokers.selectors import active_tenants
from atrium.kernel import tenancy
from infra.feed.reader import Reader
from tenants.connections.models import Connection
from tenants.trading.models import Server

log = logging.getLogger("atrium.feed")

LOOK_EVERY_SECONDS: Final = 2.0
FAREWELL_SECONDS: Final = 10.0

Place = tuple[str, uuid.UUID]  # a broker's schema, a server
Signature = tuple[uuid.UUID, datetime]  # its connection, and when that was last changed


class Watch:
    def __init__(self) -> None:
        self._readers: dict[Place, tuple[Signature, Reader]] = {}
        self._ending = threading.Event()

    @property
    def reading(self) -> tuple[Place, ...]:
        return tuple(self._readers)

    def end(self) -> None:
        self._ending.set()

    def run(self) -> None:
        """Until `end`, which may be called from a signal handler or another thread."""
        while not self._ending.is_set():
            self.look()
            self._ending.wait(LOOK_EVERY_SECONDS)
        self._stop_all()

    def look(self) -> None:
        """Start what is new, restart what changed or died, stop what is gone."""
        try:
            wanted = _wanted()
        except Exception:
            log.exception(
                "The list of trading servers could not be read; the readers go on with what they have."
            )
            return
        finally:
            connection.close()
        for place in list(self._readers):
            self._stop_unless_right(place, wanted)
        for place, (signature, tenant, server) in wanted.items():
            if place not in self._readers:
                reader = Reader(tenant, server)
                self._readers[place] = (signature, reader)
                reader.start()
                log.info("Reading %s of %s.", server.code, tenant.slug)

    def _stop_unless_right(
        self, place: Place, wanted: Mapping[Place, tuple[Signature, tenancy.Tenant, Server]]
    ) -> None:
        signature, reader = self._readers[place]
        right = place in wanted and wanted[place][0] == signature and reader.is_alive()
        if not right:
            reader.end()
            reader.join(timeout=FAREWELL_SECONDS)
            del self._readers[place]

    def _stop_all(self) -> None:
        for _, reader in self._readers.values():
            reader.end()
        for _, reader in self._readers.values():
            reader.join(timeout=FAREWELL_SECONDS)
        self._readers.clear()


def _wanted() -> dict[Place, tuple[Signature, tenancy.Tenant, Server]]:
    found = {}
    for tenant in active_tenants():
        with tenancy.entered(tenant):
            servers = list(Server.objects.filter(active=True))
            rows = Connection.objects.filter(state=Connection.State.ACTIVE)
            changed = dict(rows.values_list("id", "changed_at"))
        for server in servers:
            if server.connection_id in changed:
                signature = (server.connection_id, changed[server.connection_id])
                found[tenant.schema, server.id] = (signature, tenant, server)
    return found
