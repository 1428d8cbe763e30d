"""Small numbers that stand beside each other on a page, asked in one statement.

Each room says how its number is counted; whoever shows several asks once. They are written as SQL, because they are asked for every
page and composing them anew each time took longer than the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Count:
    """A statement that gives one whole number, and its values in order."""

    statement: str
    values: Sequence[Any] = ()

    def now(self) -> int:
        return counted({"it": self})["it"]


def counted(counts: Mapping[str, Count]) -> dict[str, int]:
    """Each by its name, all as of one moment."""
    columns = ", ".join(f"({count.statement})" for count in counts.values())
    values = [value for count in counts.values() for value in count.values]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", values)
        return dict(zip(counts, cursor.fetchone(), strict=True))
