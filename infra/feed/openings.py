"""How did this position begin? Asked of the server for closes whose opening came before our first reading."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from atrium.kernel import clock
from atrium.providers.trading.contract import Deal, Entry, TradingAdapter
from tenants.trading.models import Server
from tenants.trading.services.openings import unexplained

# Most positions are young, and an account's whole history may be long.
_BACK: Final = (timedelta(hours=1), timedelta(days=1), timedelta(days=30))
_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
_BEGINS: Final = frozenset({Entry.IN, Entry.IN_OUT})


class Openings:
    def __init__(self, server: Server) -> None:
        self._server = server
        self._nowhere: set[int] = set()  # positions whose opening the server itself does not have

    def missing(self, adapter: TradingAdapter, fresh: Sequence[Deal]) -> list[Deal]:
        """The opening deals that the fresh closes lack."""
        wanted = self._wanted(fresh)
        found: list[Deal] = []
        for begin in self._beginnings(wanted):
            for login in {deal.login for deal in wanted.values()}:
                deals = adapter.deals_of(login, since=begin, until=clock.now() + timedelta(days=1))
                found += [deal for deal in deals if deal.position_id in wanted and deal.entry in _BEGINS]
            explained = {deal.position_id for deal in found if deal.entry is Entry.IN}
            wanted = {position: deal for position, deal in wanted.items() if position not in explained}
        self._nowhere |= wanted.keys()
        return sorted(found, key=lambda deal: (deal.time, deal.ticket))

    def _wanted(self, fresh: Sequence[Deal]) -> Mapping[int, Deal]:
        found = unexplained(self._server, fresh)
        return {position: deal for position, deal in found.items() if position not in self._nowhere}

    def _beginnings(self, wanted: Mapping[int, Deal]) -> list[datetime]:
        if not wanted:
            return []
        earliest = min(deal.time for deal in wanted.values())
        return [*(earliest - back for back in _BACK), _BEGINNING]
