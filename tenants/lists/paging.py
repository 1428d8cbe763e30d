"""Pages by key: the next one begins after the last row's place in the order, wherever new rows came in meanwhile.

Of a column that may be null, null is least: last in a falling order, first in a rising one. The pages of nulls are asked
for by themselves, because “below this value, or null” would make the database walk the index from its beginning.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Expression, F, Func, QuerySet, Value
from django.db.models.expressions import Col, OrderBy
from django.db.models.functions import Coalesce

from .types import Column


@dataclass(frozen=True)
class Order:
    """`path` falls or rises; `tie`, a unique field of the table at the end of `path`, goes the same way ("": the rows' own key).
    `few`: the rows are few and known by their keys; walking the order's index to meet them would be the long way."""

    path: str
    falls: bool
    nullable: bool
    tie: str = ""
    few: bool = False

    @classmethod
    def of(cls, column: Column, *, falls: bool, tie: str, few: bool = False) -> "Order":
        return cls(column.order_path, falls, column.nullable, tie, few)

    @property
    def tie_path(self) -> str:
        head, _, _last = self.path.rpartition("__")
        return f"{head}__{self.tie}_id" if self.tie else "pk"

    def tied(self) -> F:
        return Beside(self.path, self.tie) if self.tie else F("pk")

    def by(self) -> list[OrderBy]:
        key: Any = F(self.path)
        key, tie = Coalesce(key, key) if self.few else key, self.tied()
        if self.falls:
            return [
                OrderBy(key, descending=True, nulls_last=self.nullable or None),
                OrderBy(tie, descending=True),
            ]
        return [OrderBy(key, nulls_first=self.nullable or None), OrderBy(tie)]


class Beside(F):
    """Another field of the table that a path ends in. By a path of its own, Django would go round by the rows' table.

    It bears no field's name: Django takes an F for the selected column that is named as it is.
    """

    def __init__(self, path: str, name: str) -> None:
        super().__init__(f"{path} beside {name}")
        self.path, self.beside = path, name

    def resolve_expression(self, *args: Any, **more: Any) -> Any:
        column: Any = F(self.path).resolve_expression(*args, **more)
        return Col(column.alias, column.target.model._meta.get_field(self.beside))


@dataclass(frozen=True)
class Place:
    """The last row's key and tie."""

    key: Any
    tie: Any


def page(rows: QuerySet[Any], order: Order, after: Place | None, size: int) -> list[Any]:
    """Up to `size` rows after that place; two questions at most."""
    ordered = rows.order_by(*order.by())
    if after is None:
        return list(ordered[:size])
    found: list[Any] = []
    for part in _parts(ordered, order, after):
        found += part[: size - len(found)]
        if len(found) == size:
            break
    return found


def _parts(rows: QuerySet[Any], order: Order, after: Place) -> Sequence[QuerySet[Any]]:
    null = {f"{order.path}__isnull": True}
    if after.key is None:
        same = rows.filter(**null).filter(_beyond(order, [order.tied()], [after.tie]))
        return [same] if order.falls else [same, rows.exclude(**null)]
    beyond = rows.filter(_beyond(order, [F(order.path), order.tied()], [after.key, after.tie]))
    return [beyond, rows.filter(**null)] if order.falls and order.nullable else [beyond]


def _beyond(order: Order, columns: Sequence[F], values: Sequence[Any]) -> Expression:
    return Beyond("<" if order.falls else ">", columns, values)


class Beyond(Func):
    """`(a, b) < (x, y)`: what PostgreSQL answers from an index on (a, b) at once."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, sign: str, columns: Sequence[F], values: Sequence[Any], **extra: Any) -> None:
        self.sign, self.width = sign, len(columns)
        super().__init__(*columns, *(Value(value) for value in values), **extra)

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, *args: Any, **more: Any
    ) -> tuple[str, list[Any]]:
        parts = [compiler.compile(part) for part in self.get_source_expressions()]
        left = ", ".join(sql for sql, _ in parts[: self.width])
        right = ", ".join(sql for sql, _ in parts[self.width :])
        return f"({left}) {self.sign} ({right})", [value for _, values in parts for value in values]

    def copy(self) -> "Beyond":
        copied: Beyond = super().copy()
        copied.sign, copied.width = self.sign, self.width
        return copied


def written(sort: str, place: Place) -> str:
    text = json.dumps([sort, _plain(place.key), _plain(place.tie)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


_LETTERS = {"number": "in", "money": "in", "date": "d", "datetime": "t"}


def read(cursor: str, sort: str, column: Column) -> Place | None:
    """None for a forged cursor or one of another order: the list then begins at its beginning."""
    if not cursor:
        return None
    try:
        of, key, tie = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place = Place(_typed(key), _typed(tie))
    except (ValueError, TypeError, KeyError, IndexError, binascii.Error, InvalidOperation):
        return None
    fits = key is None or key[0] in _LETTERS.get(column.type, "su")
    return place if of == sort and fits and isinstance(place.tie, UUID | int) else None


_READERS: dict[str, Any] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "n": Decimal,
    "i": int,
    "u": UUID,
    "s": lambda text: text.replace("\x00", ""),
}


def _plain(value: Any) -> list[str] | None:
    if value is None:
        return None
    if isinstance(value, date):
        return ["t" if isinstance(value, datetime) else "d", value.isoformat()]
    kinds = ((Decimal, "n"), (int, "i"), (UUID, "u"))
    letter = next((letter for kind, letter in kinds if isinstance(value, kind)), "s")
    return [letter, str(value)]


def _typed(value: Any) -> Any:
    return None if value is None else _READERS[value[0]](value[1])
