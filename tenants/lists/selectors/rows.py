"""The rows of a list: those in scope that fit, in order, a page at a time; and how many there are."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet

from atrium.kernel.errors import InvalidInput
from atrium.rulebook import tests_in
from tenants.staff.models import Member

from .. import facts, paging
from ..types import Column, Count, ListDefinition, Page, Searched
from .conditions import condition, may_ask, may_see

COUNTED_TO: Final = 10_000
PAGE_ROWS: Final = 50
MOST_ROWS: Final = 200


def run(
    definition: ListDefinition,
    member: Member,
    *,
    document: Any = None,
    text: str = "",
    sort: str = "",
    cursor: str = "",
    limit: int = PAGE_ROWS,
    columns: Sequence[str] = (),
) -> Page:
    """One page. An order that is not the member's to ask for falls back to the list's own."""
    column, sort = _order(definition, member, sort)
    asked = definition.beside(column.order_path) if document else definition
    fitting = _fitting(asked, member, document, text)
    order = paging.Order.of(
        column, falls=sort.startswith("-"), tie=definition.tie_of(column.order_path), few=fitting.few
    )
    rows = _joined(definition, fitting.rows, [column.order_path])
    after = paging.read(cursor, sort, column)
    size = max(1, min(limit, MOST_ROWS))
    shown = choose_columns(definition, member, columns)
    found = _read_page(definition, rows, shown, order, after, size + 1)
    more = paging.written(sort, _place(found[size - 1], order)) if len(found) > size else ""
    return Page(_prepared(definition, found[:size], shown), shown, sort, more, after is None)


def as_rows(definition: ListDefinition, rows: QuerySet[Any], columns: Sequence[Column]) -> list[Any]:
    """These rows as a list with these columns would read them; whether somebody may see them, the caller has asked."""
    if not definition.light:
        return _prepared(definition, list(rows), columns)
    paths = facts.paths_of(definition, columns)
    return _prepared(definition, list(map(facts.maker(paths), rows.values_list(*paths))), columns)


def _read_page(
    definition: ListDefinition,
    rows: QuerySet[Any],
    columns: Sequence[Column],
    order: paging.Order,
    after: paging.Place | None,
    size: int,
) -> list[Any]:
    if not definition.light:
        return paging.page(rows, order, after, size)
    tie = "id" if order.tie_path == "pk" else order.tie_path
    paths = facts.paths_of(definition, columns, [order.path, tie])
    return list(map(facts.maker(paths), paging.page(rows.values_list(*paths), order, after, size)))


def _prepared(definition: ListDefinition, rows: list[Any], columns: Sequence[Column]) -> list[Any]:
    if definition.prepare:
        definition.prepare(rows, {column.code for column in columns})
    return rows


def selected(
    definition: ListDefinition,
    member: Member,
    *,
    document: Any = None,
    text: str = "",
    ids: Iterable[uuid.UUID | int] | None = None,
) -> QuerySet[Any]:
    """The rows in the member's scope that fit: what a page, a count, an export and a bulk action begin with."""
    return _fitting(definition, member, document, text, ids).rows


def _fitting(
    definition: ListDefinition,
    member: Member,
    document: Any,
    text: str,
    ids: Iterable[uuid.UUID | int] | None = None,
) -> Searched:
    rows = definition.base(member)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    if document:
        node, fitting = condition(definition, member, document)
        asked = {test.field.code for test in tests_in(node)}
        used = [column.path for column in definition.columns if column.code in asked]
        rows = _joined(definition, rows, used).filter(fitting)
    if not text.strip():
        return Searched(rows, few=False)
    if definition.search is None:
        raise InvalidInput("This list cannot be searched by words.", field="q")
    return definition.search(rows, text, closed_fields(member))


def count(rows: QuerySet[Any]) -> Count:
    number = rows.order_by().values("pk")[: COUNTED_TO + 1].count()
    return Count(min(number, COUNTED_TO), number > COUNTED_TO)


def columns_for(definition: ListDefinition, member: Member) -> tuple[Column, ...]:
    """All that the member may see, in the list's own order; what is hidden from them is not a column."""
    return tuple(
        column
        for column in definition.columns
        if may_see(column, member) and not (column.mask and member.authority.mask(column.mask) == "hidden")
    )


def choose_columns(definition: ListDefinition, member: Member, codes: Sequence[str]) -> tuple[Column, ...]:
    """Those asked for, in that order; without any, the list's own choice. The fixed ones always come first."""
    known = {column.code: column for column in columns_for(definition, member)}
    chosen = [known[code] for code in dict.fromkeys(codes) if code in known]
    chosen = chosen or [column for column in known.values() if column.default]
    fixed = [column for column in known.values() if column.fixed]
    return (*fixed, *(column for column in chosen if not column.fixed))


def closed_fields(member: Member) -> frozenset[str]:
    """The masked fields: nothing is found by them."""
    names = {name for grant in member.authority.grants for name in grant.masks}
    return frozenset(name for name in names if member.authority.mask(name))


def _order(definition: ListDefinition, member: Member, sort: str) -> tuple[Column, str]:
    for asked in (sort, definition.default_sort):
        column = definition.column(asked.lstrip("-"))
        if column is not None and column.sortable and may_ask(column, member):
            return column, ("-" if asked.startswith("-") else "") + column.code
    raise InvalidInput(f"The list {definition.code} has no order.")


def _joined(definition: ListDefinition, rows: QuerySet[Any], paths: Sequence[str]) -> QuerySet[Any]:
    """Inner joins to the tables that the paths lead to."""
    needed: list[Q] = [
        needs for begins, needs in definition.needs.items() if any(path.startswith(begins) for path in paths)
    ]
    return rows.filter(*needed) if needed else rows


def _place(row: Any, order: paging.Order) -> paging.Place:
    return paging.Place(_read(row, order.path), _read(row, order.tie_path))


def _read(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name, None)
        if row is None:
            return None
    return row
