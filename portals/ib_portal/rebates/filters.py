"""The filters above the list of rebates. What cannot be read is no filter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_date

from tenants.ibs.models import Partner
from tenants.ibs.rules.masking import client_name
from tenants.ibs.selectors import sight
from tenants.rebates.models import Line


@dataclass(frozen=True, slots=True)
class Filters:
    client: str = ""
    symbol: str = ""
    since: date | None = None
    until: date | None = None
    unpaid: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        return cls(
            client=query.get("client", "")[:18],
            symbol=query.get("symbol", "")[:32],
            since=_day(query.get("since", "")),
            until=_day(query.get("until", "")),
            unpaid=query.get("paid") == "nothing",
        )

    @property
    def are_set(self) -> bool:
        return self != Filters()

    def apply(self, lines: QuerySet[Line]) -> QuerySet[Line]:
        if self.client.isdecimal():
            lines = lines.filter(of_client__number=int(self.client))
        if self.symbol:
            lines = lines.filter(symbol=self.symbol)
        if self.since:
            lines = lines.filter(time__gte=_midnight(self.since))
        if self.until:
            lines = lines.filter(time__lt=_midnight(self.until) + timedelta(days=1))
        return lines.filter(amount=0) if self.unpaid else lines


def clients_to_choose(partner: Partner) -> list[tuple[str, str]]:
    """Number and masked name of everybody whose deals have a line of this partner."""
    rows = Line.objects.filter(partner=partner, of_client__isnull=False)
    found: Iterable[tuple[int, str]] = (
        rows.values_list("of_client__number", "of_client__lead__name")
        .distinct()
        .order_by("of_client__number")[:500]
    )
    how = sight()
    return [(str(number), f"{number} · {client_name(name, how)}") for number, name in found]


def symbols_to_choose(partner: Partner) -> list[tuple[str, str]]:
    found = Line.objects.filter(partner=partner).exclude(symbol="").values_list("symbol", flat=True)
    return [(symbol, symbol) for symbol in found.distinct().order_by("symbol")[:500]]


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    """Days are UTC's, as in the sums of the dashboard."""
    return datetime.combine(day, time.min, UTC)
