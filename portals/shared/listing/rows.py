"""Rows as HTML: the same for a page, for what a page fetches anew, and for a row that arrives live."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tenants.lists.types import Column
from tenants.staff.models import Member

from .cells import Reader, cells

_PHONE = {"main": "at-main-cell", "side": "at-side-cell", "line": ""}


@dataclass(frozen=True)
class Row:
    """Where a row leads (`href`; in the drawer if `drawer`) and its name in the page."""

    id: str
    pk: str
    href: str
    drawer: bool
    label: str = ""


def drawn(
    rows: Iterable[Any], columns: Sequence[Column], member: Member, describe: Callable[[Any], Row]
) -> SafeString:
    pens, select = _pens(columns, member), _("Select %(name)s")
    return mark_safe("".join(_row(row, describe(row), pens, select) for row in rows))


def drawer(
    columns: Sequence[Column], member: Member, describe: Callable[[Any], Row]
) -> Callable[[Any, str], SafeString]:
    """Draws one row after the other, with every column given; the page drops and orders cells as its head says."""
    pens, select = _pens(columns, member), _("Select %(name)s")
    return lambda row, attrs: mark_safe(_row(row, describe(row), pens, select, attrs))


@dataclass(frozen=True, slots=True)
class Pen:
    """How a column is drawn, the same for all rows: its opening tag is written once."""

    opening: str
    cell: Callable[[Any], str]
    is_link: bool


def _pens(columns: Sequence[Column], member: Member) -> list[Pen]:
    reader, mask = Reader.of_now(), member.authority.mask
    return [
        Pen(_opening(column), cells(column, mask(column.mask) if column.mask else "", reader), column.fixed)
        for column in columns
    ]


def _opening(column: Column) -> str:
    classes = (
        f"{_PHONE.get(column.phone, 'at-hide-phone')} {'at-right' if column.align == 'right' else ''}".strip()
    )
    flash = " data-flash" if column.show == "status" else ""
    label = format_html(' data-label="{}"', column.label) if column.phone == "line" else ""
    return f'<td data-col="{column.code}"{label} class="{classes}"{flash}>'


def _row(row: Any, at: Row, pens: Sequence[Pen], select: str, attrs: str = "") -> str:
    """Plain joining of text that is safe already: `format_html` for each of a thousand cells is half of a page's time."""
    href, name = escape(at.href), escape(select % {"name": at.label or at.id})
    opens = f' data-href="{href}"' if at.href else ""
    drawer = " data-drawer" if at.drawer else ""
    link = f'<a data-row-link tabindex="-1" href="{href}">' if href else ""
    inside = "".join(
        f"{pen.opening}{link}{pen.cell(row)}</a></td>"
        if pen.is_link and link
        else f"{pen.opening}{pen.cell(row)}</td>"
        for pen in pens
    )
    return (
        f'<tr id="{at.id}" data-row data-pk="{at.pk}"{drawer}{opens} {attrs} tabindex="0"><td class="at-pick">'
        f'<input type="checkbox" class="form-check-input" data-pick tabindex="-1" aria-label="{name}"></td>{inside}</tr>'
    )
