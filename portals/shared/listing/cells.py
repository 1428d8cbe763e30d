"""How each kind of fact looks in a row. Drawn in Python: a list of a hundred rows has a thousand cells."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from atrium.kernel.money import Money
from portals.shared.status import status_of
from portals.shared.templatetags.atrium import amount, country, grouped, moment
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


def _number(value: Any, column: Column, row: Any) -> SafeString:
    return escape(str(value))


def _status(value: Any, column: Column, row: Any) -> SafeString:
    status = status_of(value)
    return format_html('<span class="at-status at-status-{}">{}</span>', status.tone, status.word)


def _time(value: Any, column: Column, row: Any) -> SafeString:
    return moment(value)


def _date(value: date, column: Column, row: Any) -> SafeString:
    return escape(formats.date_format(value, "j M Y"))


def _money(value: Money, column: Column, row: Any) -> SafeString:
    return format_html(
        '<span class="at-money">{}<span class="at-currency">{}</span></span>', amount(value), value.currency
    )


def _minor(value: int, column: Column, row: Any) -> SafeString:
    return _money(Money(value, row.currency), column, row) if value else NOTHING


def _lots(value: Any, column: Column, row: Any) -> SafeString:
    return escape(grouped(value, 2)) if value else NOTHING


def _manager(value: Any, column: Column, row: Any) -> SafeString:
    return escape(str(value))


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


_KINDS: dict[str, Callable[[Any, Column, Any], SafeString]] = {
    "text": _text,
    "name": _text,
    "number": _number,
    "status": _status,
    "time": _time,
    "date": _date,
    "money": _money,
    "minor": _minor,
    "lots": _lots,
    "manager": _manager,
    "tags": _tags,
    "level": _level,
    "yes": _yes,
    "choice": _choice,
    "country": lambda value, column, row: escape(country(value)),
    "phone": lambda value, column, row: format_html('<bdi dir="ltr">{}</bdi>', value),
    "word": lambda value, column, row: escape(str(value).capitalize()),
    "mono": lambda value, column, row: format_html('<span class="at-mono">{}</span>', value),
    "leverage": lambda value, column, row: format_html("1:{}", value),
}
