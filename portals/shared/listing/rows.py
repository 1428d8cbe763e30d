"""Rows as HTML: the same for a page, for what a page fetches anew, and for a row that arrives live."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tenants.lists.types import Column
from tenants.staff.models import Member

from .cells import cell

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
    pens = _pens(columns, member)
    return mark_safe("".join(_row(row, describe(row), pens) for row in rows))


def row_html(
    row: Any, columns: Sequence[Column], member: Member, describe: Callable[[Any], Row], attrs: str = ""
) -> SafeString:
    """One row, with every column given; the page drops and orders cells as its head says."""
    return mark_safe(_row(row, describe(row), _pens(columns, member), attrs))


@dataclass(frozen=True)
class Pen:
    """How a column is drawn, the same for all rows: its opening tag is written once."""

    column: Column
    mask: str
    opening: str


def _pens(columns: Sequence[Column], member: Member) -> list[Pen]:
    return [
        Pen(column, member.authority.mask(column.mask) if column.mask else "", _opening(column))
        for column in columns
    ]


def _opening(column: Column) -> str:
    classes = (
        f"{_PHONE.get(column.phone, 'at-hide-phone')} {'at-right' if column.align == 'right' else ''}".strip()
    )
    flash = " data-flash" if column.show == "status" else ""
    label = format_html(' data-label="{}"', column.label) if column.phone == "line" else ""
    return f'<td data-col="{column.code}"{label} class="{classes}"{flash}>'


def _row(row: Any, at: Row, pens: Sequence[Pen], attrs: str = "") -> str:
    """Plain joining of text that is safe already: `format_html` for each of a thousand cells is half of a page's time."""
    href, name = escape(at.href), escape(_("Select %(name)s") % {"name": at.label or at.id})
    opens = f' data-href="{href}"' if at.href else ""
    drawer = " data-drawer" if at.drawer else ""
    cells = "".join(f"{pen.opening}{_inside(row, href, pen)}</td>" for pen in pens)
    return (
        f'<tr id="{at.id}" data-row data-pk="{at.pk}"{drawer}{opens} {attrs} tabindex="0"><td class="at-pick">'
        f'<input type="checkbox" class="form-check-input" data-pick tabindex="-1" aria-label="{name}"></td>{cells}</tr>'
    )


def _inside(row: Any, href: str, pen: Pen) -> str:
    shown = cell(pen.column, row, pen.mask)
    if pen.column.fixed and href:
        return f'<a data-row-link tabindex="-1" href="{href}">{shown}</a>'
    return shown
