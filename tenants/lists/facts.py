"""Rows as plain facts: what the shown columns ask for and nothing else.

A list of a hundred people with everything that is known of each is three hundred rows of models of some seventy columns, of which
a page shows ten. A fact reads as the model would (`row.figures.balance`); what is not there on the other side is None.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .types import Column, ListDefinition


class Facts:
    """One row, or what hangs on it."""

    def __init__(self, known: dict[str, Any]) -> None:
        self.__dict__ = known


Maker = Callable[[Sequence[Any]], Facts]


def paths_of(definition: ListDefinition, columns: Iterable[Column], more: Iterable[str] = ()) -> list[str]:
    """What is to be read for these columns. A group (`figures__…`) stands together, its own key first."""
    asked = dict.fromkeys(
        [*definition.light, *more, *(path for column in columns for path in _needed(column))]
    )
    plain = [path for path in asked if "__" not in path]
    grouped = [path for path in asked if "__" in path]
    order = list(dict.fromkeys(path.partition("__")[0] for path in grouped))
    return plain + sorted(grouped, key=lambda path: order.index(path.partition("__")[0]))


def _needed(column: Column) -> tuple[str, ...]:
    return column.reads if column.value else (column.path,)


def maker(paths: Sequence[str]) -> Maker:
    """From the values of such a row to the row. Of a group without its first value, which is its key, there is nothing."""
    plain = [path for path in paths if "__" not in path]
    groups: dict[str, list[str]] = {}
    for path in paths[len(plain) :]:
        name, _, rest = path.partition("__")
        groups.setdefault(name, []).append(rest)
    width = len(plain)

    def make(values: Sequence[Any]) -> Facts:
        known = dict(zip(plain, values[:width], strict=True))
        known["pk"], at = known["id"], width
        for name, fields in groups.items():
            part, at = values[at : at + len(fields)], at + len(fields)
            known[name] = None if part[0] is None else Facts(dict(zip(fields, part, strict=True)))
        return Facts(known)

    return make
