"""Many new rows at once by COPY: the driver writes values as they are, which costs a fifth of INSERTs made of parameters.

Statement triggers see them like any insert. Meant for rows that a service has just made; nothing is read back.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any

from django.db import connection, models
from psycopg import sql

Write = Callable[[Any], Any]


def copy_rows(rows: Iterable[models.Model]) -> int:
    """Inside the caller's transaction. All of one model; keys that the database gives are left to it. How many."""
    made = list(rows)
    if not made:
        return 0
    model = type(made[0])
    names = _attributes(model)
    copy_values(model, names, ([row.__dict__[name] for name in names] for row in made))
    for row in made:
        row._state.adding = False
    return len(made)


def copy_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The same without making objects: `names` are attributes (`lead_id`), each row their values."""
    if not connection.in_atomic_block:
        raise RuntimeError("Rows are copied inside a transaction, which says who does it.")
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = sql.SQL(", ").join([sql.Identifier(str(fields[name].column)) for name in names])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    writers = [(at, _writer(fields[name])) for at, name in enumerate(names) if _writer(fields[name])]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1"
        )  # a statement of ours brings the connection into the house; COPY goes past that
        with cursor.copy(statement) as copy:
            for row in rows:
                values = list(row)
                for at, write in writers:
                    values[at] = write(values[at]) if write else values[at]
                copy.write_row(values)


@lru_cache(maxsize=64)
def _attributes(model: type[models.Model]) -> tuple[str, ...]:
    fields = (field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))
    return tuple(field.attname for field in fields)


def _writer(field: "models.Field[Any, Any]") -> Write | None:
    """How a value is written where the driver does not know it by itself, or writes it out each time it meets it again."""
    if isinstance(field, models.JSONField):
        return _json(partial(json.dumps, cls=field.encoder))
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    return _said if isinstance(kind, models.UUIDField | models.DateTimeField) else None


@lru_cache(maxsize=20_000)  # one id stands in several tables, one moment in every row
def _said(value: Any) -> str | None:
    return None if value is None else str(value)


def _json(dumps: Callable[[Any], str]) -> Write:
    """Rows that share a document share its text."""
    last: Any = None
    text = ""

    def write(value: Any) -> str | None:
        nonlocal last, text
        if value is None:
            return None
        if value is not last:
            last, text = value, dumps(value)
        return text

    return write
