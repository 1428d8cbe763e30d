"""From a source to rows: a new house gets the newest day at once; the clock brings the history and each new day."""

import logging
from datetime import date, timedelta
from typing import Final

from django.conf import settings

from atrium.brokers.types import BrokerOrder
from atrium.kernel import clock
from atrium.providers.errors import ProviderError
from atrium.providers.fx import registry
from atrium.providers.fx.contract import RateSource

from .. import selectors
from .keeping import keep_fixings

log = logging.getLogger(__name__)
SOURCE: Final = "ecb"
HISTORY: Final = timedelta(days=400)
_NEWEST_WITHIN: Final = timedelta(days=120)  # the packaged history is some weeks old when it is released


def furnish(order: BrokerOrder) -> None:
    """A house that has no rate yet begins with the newest day that is known without asking anybody."""
    if selectors.last_day(SOURCE) is not None:
        return
    known = list(registry.open_source(SOURCE).history(clock.now().date() - _NEWEST_WITHIN))
    keep_fixings(known[-1:], source=SOURCE)


def refresh(source: RateSource | None = None) -> None:
    """What is missing of the last 400 days, then what the feed says. A feed that fails costs nothing but its own days:
    the last known rate holds on, and the next turn asks again."""
    source = source or registry.open_source(SOURCE)
    keep_fixings(source.history(_first_missing(source.code)), source=source.code)
    if not settings.ENV.rates_feed:
        return
    try:
        keep_fixings(source.newest(), source=source.code)
    except ProviderError as error:
        log.warning("No new exchange rates: %s The last known ones hold on.", error.message)


def _first_missing(code: str) -> date:
    """The whole span while the history has not been read, then the days after the last."""
    today = clock.now().date()
    since = today - HISTORY
    last = selectors.last_day(code)
    return since if last is None or not selectors.knows_before(code, today - _NEWEST_WITHIN) else last
