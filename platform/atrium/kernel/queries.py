"""A query knows the house it was begun in and is not asked in another.

A queryset is lazy: begun in one house and read in another, it reads the neighbour's rows without any error. So the query takes
the first house that it meets, hands it on to every query made from it, and refuses to be compiled elsewhere, also as a part of
another query. One that is begun outside every house (a form's field, when its module is imported) belongs to nobody until it is
copied or read inside a house; Django copies it for each form, so the original serves them all.
"""

from typing import Any, Self, TypeVar, cast

from django.db import models
from django.db.models import sql

from . import tenancy

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class WrongHouse(RuntimeError):
    """What belongs to one broker was about to be used inside another."""


class HouseQuery(sql.Query):
    house: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.house = _here()

    def clone(self) -> Self:
        copy: Any = super().clone()
        copy.house = self.house or _here()
        return cast(Self, copy)

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        self.refuse_another_house()
        return super().get_compiler(*args, **kwargs)

    def refuse_another_house(self) -> None:
        here = tenancy.current_schema()
        if self.house is not None and self.house != here:
            raise WrongHouse(
                f"This query of {self._label()} was begun in {self.house} and may not be read in {here}. "
                "Read it where it was begun and carry values out, or begin it anew."
            )

    def _label(self) -> str:
        return self.model._meta.label if self.model else "no model"


class HouseQuerySet(models.QuerySet[Row_co, Row_co]):
    query: HouseQuery

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or HouseQuery(model), using, hints)
        self._refuse_a_strangers_row(hints)

    def _add_hints(self, **hints: Any) -> None:
        super()._add_hints(**hints)  # type: ignore[misc]
        self._refuse_a_strangers_row(hints)

    # What writes turns the query into one of another class, which would not ask.

    def update(self, **kwargs: Any) -> int:
        self.query.refuse_another_house()
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        self.query.refuse_another_house()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    @staticmethod
    def _refuse_a_strangers_row(hints: Any) -> None:
        """`client.deposits` of a client who was read in another house: the number may be somebody else's here."""
        house = getattr(getattr((hints or {}).get("instance"), "_state", None), "house", None)
        if house is not None and house != tenancy.current_schema():
            raise WrongHouse(
                f"What belongs to a row that was read in {house} may not be read in {tenancy.current_schema()}."
            )


def _here() -> str | None:
    tenant = tenancy.current()
    return tenant.schema if tenant else None
