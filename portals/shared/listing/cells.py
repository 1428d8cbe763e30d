"""How each kind of fact looks in a row. Drawn in Python: a list of a hundred rows has a thousand cells.

What is the same for a whole column (its words, the reader's language and zone) is settled once, by whoever makes its drawer; a cell
then costs little more than its text. Drawers answer HTML.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from html import escape
from typing import Any, Final

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from atrium.kernel.money import Money
from portals.shared.status import status_of
from portals.shared.templatetags.atrium import RECENT_SECONDS, ago, amount, country, grouped
from tenants.lists.types import Column
from tenants.staff.masking import shown

NOTHING: Final = '<span class="at-muted">–</span>'
EMPTY: Final = (None, "", ())

Drawer = Callable[[Any, Any], str]
"""From a value that is there, and its row, to the inside of the cell."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, and when: the same for every cell of a page."""

    language: str
    zone: tzinfo
    now: float

    @classmethod
    def of_now(cls) -> "Reader":
        return cls(get_language() or "en", timezone.get_current_timezone(), time.time())


def cells(column: Column, mask: str, reader: Reader) -> Callable[[Any], str]:
    """From a row to the cell's inside. `mask` is the viewer's for the column's field: "", "partly" or "hidden"."""
    draw = _DRAWERS.get(column.show, _text)(column, reader)
    read = column.reader()

    def cell(row: Any) -> str:
        value = read(row)
        if value in EMPTY:
            return NOTHING
        return escape(shown(value, mask, column.mask)) if mask else draw(value, row)

    return cell


def _text(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: escape(str(value))


def _status(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: _status_in(str(value), reader.language)


@lru_cache(maxsize=256)
def _status_in(code: str, language: str) -> str:
    status = status_of(code)
    return f'<span class="at-status at-status-{status.tone}">{escape(str(status.word))}</span>'


def _time(column: Column, reader: Reader) -> Drawer:
    """As `moment` draws it, with the parts that cost written by hand."""

    def draw(value: datetime, row: Any) -> str:
        local, utc = value.astimezone(reader.zone), value.astimezone(UTC)
        day = _day(local, reader.language)
        title = f"{day} {_clock(local)} {local.tzname()} · {_clock(utc)} UTC"
        text = ago(value) if -60 < reader.now - value.timestamp() < RECENT_SECONDS else day
        return f'<time datetime="{value.isoformat()}" title="{title}">{text}</time>'

    return draw


def _clock(at: datetime) -> str:
    return f"{at.hour:02}:{at.minute:02}:{at.second:02}"


def _day(at: date, language: str) -> str:
    """“21 Nov 2026” in the reader's language."""
    return f"{at.day} {_month(at.month, language)} {at.year}"


@lru_cache(maxsize=64)
def _month(number: int, language: str) -> str:
    return escape(formats.date_format(date(2026, number, 1), "M"))


def _date(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: _day(value, reader.language)


def _money(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: _money_in(value.amount_minor, value.currency, reader.language)


@lru_cache(maxsize=4096)
def _money_in(minor: int, currency: str, language: str) -> str:
    money = Money(minor, currency)
    return f'<span class="at-money">{escape(amount(money))}<span class="at-currency">{currency}</span></span>'


def _minor(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: _money_in(value, row.currency, reader.language) if value else NOTHING


def _lots(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: escape(grouped(value, 2)) if value else NOTHING


def _tags(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: " ".join(
        f'<span class="at-badge at-badge-{escape(tag.colour)}">{escape(tag.name)}</span>' for tag in value
    )


def _level(column: Column, reader: Reader) -> Drawer:
    none = f'<span class="at-muted">{escape(_("Not yet"))}</span>'
    words = _("Level %(level)s")

    def draw(value: int, row: Any) -> str:
        level = escape(words % {"level": value})
        return f'<span class="at-badge at-badge-good">{level}</span>' if value else none

    return draw


def _yes(column: Column, reader: Reader) -> Drawer:
    yes = escape(_("Yes"))
    return lambda value, row: yes if value else NOTHING


def _choice(column: Column, reader: Reader) -> Drawer:
    words = {code: escape(label) for code, label in column.offered()}
    return lambda value, row: words.get(str(value)) or escape(str(value))


def _country(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: _country_in(value, reader.language)


@lru_cache(maxsize=1024)
def _country_in(code: str, language: str) -> str:
    return escape(country(code))


def _phone(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: f'<bdi dir="ltr">{escape(str(value))}</bdi>'


def _word(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: escape(str(value).capitalize())


def _mono(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: f'<span class="at-mono">{escape(str(value))}</span>'


def _leverage(column: Column, reader: Reader) -> Drawer:
    return lambda value, row: f"1:{escape(str(value))}"


_DRAWERS: Final[dict[str, Callable[[Column, Reader], Drawer]]] = {
    "text": _text,
    "name": _text,
    "number": _text,
    "status": _status,
    "time": _time,
    "date": _date,
    "money": _money,
    "minor": _minor,
    "lots": _lots,
    "manager": _text,
    "tags": _tags,
    "level": _level,
    "yes": _yes,
    "choice": _choice,
    "country": _country,
    "phone": _phone,
    "word": _word,
    "mono": _mono,
    "leverage": _leverage,
}
