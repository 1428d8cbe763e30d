"""Rows as HTML: the same for a page, for what a page fetches anew, and for a row that arrives live."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
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
    masks = masks_of(columns, member)
    return mark_safe("".join(_row(row, describe(row), columns, masks) for row in rows))


def row_html(
    row: Any, columns: Sequence[Column], member: Member, describe: Callable[[Any], Row], attrs: str = ""
) -> SafeString:
    """One row, with every column given; the page drops and orders cells as its head says."""
    return _row(row, describe(row), columns, masks_of(columns, member), attrs)


def masks_of(columns: Sequence[Column], member: Member) -> dict[str, str]:
    return {column.code: member.authority.mask(column.mask) if column.mask else "" for column in columns}


def _row(row: Any, at: Row, columns: Sequence[Column], masks: dict[str, str], attrs: str = "") -> SafeString:
    cells = "".join(_cell(row, at, column, masks[column.code]) for column in columns)
    return format_html(
        '<tr id="{}" data-row data-pk="{}"{}{}{} tabindex="0">'
        '<td class="at-pick"><input type="checkbox" class="form-check-input" data-pick tabindex="-1" aria-label="{}"></td>{}</tr>',
        at.id,
        at.pk,
        mark_safe(" data-drawer") if at.drawer else "",
        format_html(' data-href="{}"', at.href) if at.href else "",
        mark_safe(f" {attrs}") if attrs else "",
        _("Select %(name)s") % {"name": at.label or at.id},
        mark_safe(cells),
    )


def _cell(row: Any, at: Row, column: Column, mask: str) -> str:
    shown = cell(column, row, mask)
    if column.fixed and at.href:
        shown = format_html('<a data-row-link tabindex="-1" href="{}">{}</a>', at.href, shown)
    classes = (
        f"{_PHONE.get(column.phone, 'at-hide-phone')} {'at-right' if column.align == 'right' else ''}".strip()
    )
    flash = " data-flash" if column.show == "status" else ""
    label = format_html(' data-label="{}"', column.label) if column.phone == "line" else ""
    return f'<td data-col="{column.code}"{label} class="{classes}"{flash}>{shown}</td>'
