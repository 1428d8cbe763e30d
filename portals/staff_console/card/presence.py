"""Is this person here now? In the portal our own sockets say it; on a trading platform only where it can tell."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from atrium.kernel import clock
from portals.shared.live import watched
from portals.staff_console.people import Person
from tenants.identity.models import LogIn
from tenants.trading import selectors as trading
from tenants.trading.models import Deal

RECENT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Presence:
    """`terminal`: yes, no or unknown; where a platform keeps silent, a deal of their own hand just now says yes."""

    portal: bool
    last_log_in: datetime | None
    terminal: str
    last_trade: datetime | None

    @property
    def is_here(self) -> bool:
        return self.portal or self.terminal == "yes"


def in_portal(person: Person) -> bool:
    return person.client is not None and watched("client", "client", person.client.id)


def presence_of(person: Person) -> Presence:
    """Asks the trading platform: only for a card that is open."""
    client = person.client
    if client is None:
        return Presence(False, None, "no", None)
    last = LogIn.objects.filter(user=client.user_id, succeeded=True).order_by("-at").first()
    trade = _last_trade(person)
    trades_now = trade is not None and clock.now() - trade < RECENT
    return Presence(
        in_portal(person), last.at if last else None, "yes" if trades_now else _terminal(person), trade
    )


def _terminal(person: Person) -> str:
    assert person.client is not None
    answers = set(trading.seen_online(person.client).values())
    return next((answer for answer in ("yes", "unknown") if answer in answers), "no")


def _last_trade(person: Person) -> datetime | None:
    """By the client's own hand: a stop that was hit says nothing about who is awake."""
    assert person.client is not None
    rows = Deal.objects.filter(account__client_id=person.client.id, reason__in=("client", "mobile", "web"))
    return rows.order_by("-time", "-id").values_list("time", flat=True).first()
