"""“Is one of these” for very many values: one array, where `__in` writes and reads a place for each."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func, Value


class Among(Func):
    """`rows.filter(Among("email", emails))`: `email = ANY(array)`. With no values nothing fits."""

    output_field = BooleanField()
    conditional = True
    template = "%(expressions)s"
    arg_joiner = " = ANY"

    def __init__(self, path: str, values: Iterable[Any], **extra: Any) -> None:
        super().__init__(F(path), _Array(list(values)), **extra)

    def copy(self) -> "Among":
        return super().copy()


class _Array(Value):
    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "(%s)", [self.value]
