"""How moments and lists cross to and from PostgreSQL: what the stock adapters do value by value in Python, at once."""

from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap
from psycopg.types.array import ListDumper
from psycopg.types.datetime import TimestamptzLoader


class MomentLoader(TimestamptzLoader):
    """`timestamptz` as a datetime in UTC, read by the standard library's own C instead of a regular expression.

    What that does not know (years before 1 or after 9999, other styles of dates) is the stock loader's.
    """

    timezone = UTC
    """Django asks its loaders for it: one of another zone than the connection's is replaced."""

    def load(self, data: Buffer) -> datetime:
        try:
            moment = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            moment = super().load(data)
        return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


class EvenListDumper(ListDumper):
    """Lists of UUIDs, of whole numbers or of texts alone, which are nearly all; others are the stock dumper's."""

    def dump(self, obj: list[Any]) -> Buffer | None:
        kinds = set(map(type, obj))
        if kinds == {UUID}:
            return _braced([one.hex for one in obj])
        if kinds == {int}:
            return _braced(list(map(str, obj)))
        if kinds == {str} and not any("\0" in one for one in obj):
            return _braced([_quoted(one) for one in obj])
        return super().dump(obj)


@cache
def faster(stock: AdaptersMap) -> AdaptersMap:
    """Django's adapters with these in the place of two of them."""
    ours = AdaptersMap(stock)
    ours.register_loader("timestamptz", MomentLoader)
    ours.register_dumper(list, EvenListDumper)
    return ours


def _braced(written: list[str]) -> bytes:
    return ("{" + ",".join(written) + "}").encode()


def _quoted(text: str) -> str:
    """A quoted element may hold whatever it likes; quotes are never wrong, so nobody looks whether they are needed."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
