"""One thread for one trading server: asks for new deals each second, and says on the server's row how that goes."""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import connection

from atrium.kernel import actor, clock, tenancy
from atrium.kernel.actor import Actor
from atrium.providers.errors import ProviderError, TryAgain
from atrium.providers.trading.contract import Deal, DealPage, TradingAdapter
from infra.feed.openings import Openings
from tenants.connections.services import open_trading
from tenants.trading import rules, services
from tenants.trading.models import Server, Symbol
from tenants.trading.services.servers import add_symbols

log = logging.getLogger("atrium.feed")

POLL_SECONDS: Final = 1.0
SHOW_LIFE_EVERY_SECONDS: Final = 10.0
MOST_SEEN: Final = 200_000
BATCH: Final = (
    5_000  # deals in one transaction and one event: a first reading may bring a broker's whole history
)
_FEED: Final = Actor(label="Trading feed")


class Reader(threading.Thread):
    def __init__(self, tenant: tenancy.Tenant, server: Server) -> None:
        super().__init__(name=f"feed {tenant.slug} {server.code}", daemon=True)
        self._tenant = tenant
        self._server = server
        self._ending = threading.Event()
        self._adapter: TradingAdapter | None = None
        self._cursor = server.cursor
        self._night_at = server.night_read_at
        self._wide_at: datetime | None = None
        self._failures = 0
        self._shown_at = 0.0
        self._seen: dict[
            int, str
        ] = {}  # ticket → digest of what is stored, so that a quiet second costs no query
        self._symbols: set[str] | None = None
        self._openings = Openings(server)

    def end(self) -> None:
        self._ending.set()

    def run(self) -> None:
        with tenancy.entered(self._tenant), actor.acting(_FEED):
            try:
                while not self._ending.is_set():
                    self._ending.wait(self._round())
            finally:
                self._hang_up()
                connection.close()

    def _round(self) -> float:
        """One reading; the seconds to wait after it."""
        began = time.monotonic()
        try:
            self._read()
            self._failures = 0
            return max(0.05, POLL_SECONDS - (time.monotonic() - began))
        except ProviderError as error:
            return self._failed(error)
        except Exception:
            # Also a database that is away: the cursor has not moved, so nothing is lost, only later.
            log.exception("Reading %s failed; it is tried again.", self._server.code)
            self._failures += 1
            return rules.pause_seconds(self._failures, None)
        finally:
            connection.close()

    def _read(self) -> None:
        now = clock.now()
        window = rules.due_window(now, wide_at=self._wide_at, night_at=self._night_at)
        adapter = self._connected()
        page = adapter.deals(self._cursor, overlap_seconds=rules.OVERLAP_SECONDS[window])
        fresh = [deal for deal in page.deals if self._seen.get(deal.ticket) != deal.digest]
        if fresh:
            self._store(adapter, fresh)
        self._keep_place(page, window, now)
        self._show_life()

    def _store(self, adapter: TradingAdapter, fresh: Sequence[Deal]) -> None:
        self._know_symbols(adapter, {deal.symbol for deal in fresh if deal.symbol})
        deals = [*self._openings.missing(adapter, fresh), *fresh]
        for start in range(0, len(deals), BATCH):
            self._record(deals[start : start + BATCH])

    def _record(self, deals: Sequence[Deal]) -> None:
        recorded = services.record_deals(server=self._server, deals=deals)
        if len(self._seen) > MOST_SEEN:
            self._seen.clear()
        self._seen.update((deal.ticket, deal.digest) for deal in deals)
        log.info(
            "%s: %d deals recorded, %d changed, %d logins unknown",
            self._server.code,
            recorded.new,
            recorded.changed,
            recorded.unmatched,
        )

    def _know_symbols(self, adapter: TradingAdapter, used: set[str]) -> None:
        if self._symbols is None:
            self._symbols = set(Symbol.objects.values_list("symbol", flat=True))
        if used <= self._symbols:
            return
        add_symbols(adapter.symbols())
        self._symbols = set(Symbol.objects.values_list("symbol", flat=True))
        if unknown := used - self._symbols:
            log.error(
                "%s deals in symbols that it does not list: %s", self._server.code, ", ".join(sorted(unknown))
            )
            self._symbols |= unknown

    def _keep_place(self, page: DealPage, window: rules.Window, now: datetime) -> None:
        night = now if window is rules.Window.NIGHT else None
        if page.cursor != self._cursor or night:
            services.save_cursor(server_id=self._server.id, cursor=page.cursor, night_read_at=night)
        self._cursor = page.cursor
        self._night_at = night or self._night_at
        if window is not rules.Window.NARROW:
            self._wide_at = now

    def _connected(self) -> TradingAdapter:
        if self._adapter is None:
            self._adapter = open_trading(self._server.connection_id)
        return self._adapter

    def _show_life(self) -> None:
        if self._failures or time.monotonic() - self._shown_at >= SHOW_LIFE_EVERY_SECONDS:
            services.note_server_state(server_id=self._server.id, state=Server.State.ONLINE)
            self._shown_at = time.monotonic()

    def _failed(self, error: ProviderError) -> float:
        self._failures += 1
        self._shown_at = 0.0
        temporary = isinstance(error, TryAgain)
        state = Server.State.UNREACHABLE if temporary else Server.State.REFUSED
        try:
            services.note_server_state(server_id=self._server.id, state=state, error=error.message)
        except Exception:
            log.exception("The state of %s could not be written down.", self._server.code)
        log.warning("%s: %s", self._server.code, error.message, extra={"server": self._server.code})
        asked_for = error.retry_after_seconds if isinstance(error, TryAgain) else rules.REFUSED_PAUSE_SECONDS
        return rules.pause_seconds(self._failures, asked_for)

    def _hang_up(self) -> None:
        if self._adapter is not None:
            self._adapter.close()
