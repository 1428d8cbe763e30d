"""What a list is: its columns, where its rows come from, and who may see which of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from atrium.rulebook import Field
from tenants.staff.models import Member

Label = str | Promise
Choices = Callable[[], Sequence[tuple[str, Label]]]


@dataclass(frozen=True)
class Column:
    """One fact of a row: shown, filtered by, sorted by, exported.

    `type` is the rulebook's; `path` the way there for the database ("" is shown only), `sort_path` another one to sort by.
    `show` names the kind of cell; `value` makes it of the row where the path does not lead there, of what stands at `reads`.
    `choices` are offered, and others refused unless `loose`.
    `twins`: by the beginning of paths, where else the same fact stands: an order that walks that table asks for it there.
    `blank`: an empty text is kept as "", not as null. `whole`: the database keeps whole numbers. `minor_of`: minor units of
    the currency at that path. `lower`: kept in lower case, so that an index serves. `having`: for tags, the rows that have any
    of the names (None: any at all). `truth`: for yes-or-no facts that are no column. `mask`: the field of the masks.
    """

    code: str
    label: Label
    type: str = "text"
    path: str = ""
    sort_path: str = ""
    show: str = "text"
    value: Callable[[Any], Any] | None = None
    reads: tuple[str, ...] = ()
    twins: Mapping[str, str] = field(default_factory=dict)
    choices: Choices | None = None
    loose: bool = False
    sortable: bool = False
    nullable: bool = False
    filterable: bool = True
    default: bool = False
    fixed: bool = False
    blank: bool = True
    whole: bool = False
    lower: bool = False
    minor_of: str = ""
    having: Callable[[Sequence[str] | None], Q] | None = None
    truth: Q | None = None
    mask: str = ""
    permission: str = ""
    phone: str = ""
    align: str = ""

    @property
    def asks(self) -> bool:
        """Whether the database can be asked by it."""
        return self.filterable and bool(self.path or self.having or self.truth is not None)

    def beside(self, order_path: str) -> "Column":
        """As it is asked for where rows are in that order."""
        twin = next((path for begins, path in self.twins.items() if order_path.startswith(begins)), "")
        return replace(self, path=twin) if twin else self

    def field(self) -> Field:
        strict = self.choices is not None and not self.loose
        return Field(self.code, str(self.label), self.type, self.offered() if strict else ())

    def offered(self) -> tuple[tuple[str, str], ...]:
        return tuple((code, str(label)) for code, label in self.choices()) if self.choices else ()

    @property
    def order_path(self) -> str:
        return self.sort_path or self.path

    def reader(self) -> Callable[[Any], Any]:
        """From a row to the value in it, or None where the way there ends early."""
        if self.value:
            return self.value
        names = self.path.split("__")

        def read(row: Any) -> Any:
            for name in names:
                row = getattr(row, name, None)
                if row is None:
                    return None
            return row

        return read

    def read(self, row: Any) -> Any:
        return self.reader()(row)


@dataclass(frozen=True)
class Searched:
    """Rows that fit a text. `few`: they are known by their keys; walking an order's index to meet them would be the long way."""

    rows: QuerySet[Any]
    few: bool


@dataclass(frozen=True)
class ListDefinition:
    """`base(member)` are the rows in scope. `needs` maps the beginning of a path to a condition that makes its join an inner one,
    so that the database may walk that table's index; `ties`, likewise, to the unique field of that table that decides among
    equals (the list's own table: its key). A page's place is compared within one table, or no index serves it."""

    code: str
    label: Label
    permission: str
    columns: tuple[Column, ...]
    base: Callable[[Member], QuerySet[Any]]
    default_sort: str = "-created"
    ties: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, Q] = field(default_factory=dict)
    # Of a text typed above the list: (rows, text, fields that may not be searched by) -> those that fit.
    search: Callable[[QuerySet[Any], str, frozenset[str]], Searched] | None = None
    # Once the page's rows are read: what their columns (by code) need from other rooms, in a constant number of questions.
    prepare: Callable[[Sequence[Any], Collection[str]], None] | None = None
    # What every row is read with, the keys of its groups before all: rows are then facts and no models (facts.py).
    light: tuple[str, ...] = ()

    def column(self, code: str) -> Column | None:
        return next((column for column in self.columns if column.code == code), None)

    def beside(self, order_path: str) -> "ListDefinition":
        """As it is asked where rows are in that order."""
        return replace(self, columns=tuple(column.beside(order_path) for column in self.columns))

    def tie_of(self, path: str) -> str:
        return next((tie for begins, tie in self.ties.items() if path.startswith(begins)), "")


@dataclass(frozen=True)
class Page:
    """`sort` and `columns` are what was really applied; `next_cursor` is empty where the list ends."""

    rows: Sequence[Any]
    columns: tuple[Column, ...]
    sort: str
    next_cursor: str
    is_first: bool


@dataclass(frozen=True)
class Count:
    """Counted up to a cap: beyond it, “10,000+” is all that anybody needs to know."""

    number: int
    is_more: bool

    def __str__(self) -> str:
        return f"{self.number:,}{'+' if self.is_more else ''}"
