"""How each kind of fact looks in a row. Drawn in Python: a list of a hundred rows has a thousand cells."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.utils import formats, timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from atrium.kernel.money import Money
from portals.shared.status import status_of
from portals.shared.templatetags.atrium import RECENT_SECONDS, ago, amount, country, grouped
from tenants.lists.types import Column
from tenants.staff.masking import shown

NOTHING = mark_safe('<span class="at-muted">–</span>')


def cell(column: Column, row: Any, how: str) -> SafeString:
    """`how` is the viewer's mask for the column's field: "", "partly" or "hidden"."""
    value = column.read(row)
    if value is None or value in ("", ()):
        return NOTHING
    if how:
        return escape(shown(value, how, column.mask))
    return _KINDS.get(column.show, _text)(value, column, row)


def _text(value: Any, column: Column, row: Any) -> SafeString:
    return escape(str(value))


def _status(value: Any, column: Column, row: Any) -> SafeString:
    return _status_in(str(value), get_language() or "en")


@lru_cache(maxsize=256)
def _status_in(code: str, language: str) -> SafeString:
    status = status_of(code)
    return format_html('<span class="at-status at-status-{}">{}</span>', status.tone, status.word)


def _time(value: datetime, column: Column, row: Any) -> SafeString:
    """As `moment` draws it, with the parts that cost written by hand."""
    local = timezone.localtime(value)
    utc = value.astimezone(UTC)
    title = f"{_day(local)} {local:%H:%M:%S} {local.tzname()} · {utc:%H:%M:%S} UTC"
    since = time.time() - value.timestamp()
    shown = ago(value) if -60 < since < RECENT_SECONDS else _day(local)
    return mark_safe(f'<time datetime="{value.isoformat()}" title="{title}">{shown}</time>')


def _day(at: date) -> str:
    """“21 Nov 2026” in the reader's language."""
    return f"{at.day} {_month(at.month, get_language() or 'en')} {at.year}"


@lru_cache(maxsize=64)
def _month(number: int, language: str) -> str:
    return formats.date_format(date(2026, number, 1), "M")


def _date(value: date, column: Column, row: Any) -> SafeString:
    return escape(_day(value))


def _money(value: Money, column: Column, row: Any) -> SafeString:
    return _money_in(value, get_language() or "en")


@lru_cache(maxsize=4096)
def _money_in(value: Money, language: str) -> SafeString:
    return format_html(
        '<span class="at-money">{}<span class="at-currency">{}</span></span>', amount(value), value.currency
    )


def _minor(value: int, column: Column, row: Any) -> SafeString:
    return _money(Money(value, row.currency), column, row) if value else NOTHING


def _lots(value: Any, column: Column, row: Any) -> SafeString:
    return escape(grouped(value, 2)) if value else NOTHING


def _tags(value: Any, column: Column, row: Any) -> SafeString:
    return format_html_join(
        " ", '<span class="at-badge at-badge-{}">{}</span>', ((tag.colour, tag.name) for tag in value)
    )


def _level(value: int, column: Column, row: Any) -> SafeString:
    if not value:
        return format_html('<span class="at-muted">{}</span>', _("Not yet"))
    return format_html(
        '<span class="at-badge at-badge-good">{}</span>', _("Level %(level)s") % {"level": value}
    )


def _yes(value: bool, column: Column, row: Any) -> SafeString:
    return escape(_("Yes")) if value else NOTHING


def _choice(value: Any, column: Column, row: Any) -> SafeString:
    return escape(dict(column.offered()).get(str(value), str(value)))


def _country(value: str) -> SafeString:
    return _country_in(value, get_language() or "en")


@lru_cache(maxsize=1024)
def _country_in(code: str, language: str) -> SafeString:
    return escape(country(code))


_KINDS: dict[str, Callable[[Any, Column, Any], SafeString]] = {
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
    "country": lambda value, column, row: _country(value),
    "phone": lambda value, column, row: format_html('<bdi dir="ltr">{}</bdi>', value),
    "word": lambda value, column, row: escape(str(value).capitalize()),
    "mono": lambda value, column, row: format_html('<span class="at-mono">{}</span>', value),
    "leverage": lambda value, column, row: format_html("1:{}", value),
}
