"""What the European Central Bank publishes: a table of all days (CSV), and XML of the last day or of the last 90.

https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/ says when (about 16:00 in Frankfurt,
on its working days) and what for (information only; a broker's own prices differ).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Final
from zoneinfo import ZoneInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from atrium.providers.errors import NeverAgain
from atrium.providers.fx.contract import Fixing

_FRANKFURT: Final = ZoneInfo("Europe/Berlin")
_PUBLISHED: Final = time(16, 0)
_CUBE: Final = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"
_NOT_QUOTED: Final = ("", "N/A")


def fixings_of_table(lines: Iterable[str], since: date) -> Iterator[Fixing]:
    """The table's days from `since` on, in its own order: newest first. Later rows are not read at all."""
    rows = csv.reader(lines)
    currencies = [name.strip() for name in next(rows)]
    for row in rows:
        day = date.fromisoformat(row[0])
        if day < since:
            return
        quoted = {
            name: _price(text)
            for name, text in zip(currencies[1:], row[1:], strict=False)
            if name and text.strip() not in _NOT_QUOTED
        }
        yield fixing(day, quoted)


def fixings_of_xml(body: bytes) -> tuple[Fixing, ...]:
    """Oldest first."""
    try:
        days = [node for node in fromstring(body).iter(_CUBE) if "time" in node.attrib]
        found = [fixing(date.fromisoformat(node.attrib["time"]), _prices(node)) for node in days]
    except (ParseError, DefusedXmlException, KeyError, ValueError) as error:
        raise NeverAgain("The European Central Bank's answer is not a table of rates.") from error
    if not found:
        raise NeverAgain("The European Central Bank's answer holds no rates.")
    return tuple(sorted(found, key=lambda each: each.day))


def fixing(day: date, prices: dict[str, Decimal]) -> Fixing:
    return Fixing(day, datetime.combine(day, _PUBLISHED, _FRANKFURT), "EUR", prices)


def _prices(day: Iterable[object]) -> dict[str, Decimal]:
    nodes = [node.attrib for node in day]  # type: ignore[attr-defined]
    return {node["currency"]: _price(node["rate"]) for node in nodes}


def _price(text: str) -> Decimal:
    try:
        price = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(f"not a price: {text!r}") from None
    if not price.is_finite() or price <= 0:
        raise ValueError(f"not a price: {text!r}")
    return price
