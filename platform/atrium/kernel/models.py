"""The base of every model in a broker's house: a row knows which house it was read from and goes back to no other.

A lazy read in one house and a save in another would otherwise write into the neighbour without any error.
"""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.base import ModelState

from . import tenancy
from .queries import HouseQuerySet, WrongHouse

__all__ = ["BrokerModel", "HouseManager", "WrongHouse"]


HouseManager = models.Manager.from_queryset(HouseQuerySet)


class BrokerModel(models.Model):
    objects: ClassVar[HouseManager[Self]] = HouseManager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any
    ) -> Self:
        row = super().from_db(db, field_names, values, **more)
        row._state.house = tenancy.current_schema()  # type: ignore[attr-defined]
        return row

    def like(self, **facts: Any) -> Self:
        """Another new row with these attributes (`lead_id`) in place of this one's. `Model(...)` asks every field for its default,
        which for many rows at once costs more than all else about them; here they are asked for the first only, and what is
        mutable is to be among the facts."""
        row = type(self).__new__(type(self))
        row.__dict__ = self.__dict__ | facts | {"_state": ModelState()}
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_another_house()
        super().save(*args, **kwargs)
        self._state.house = tenancy.current_schema()  # type: ignore[attr-defined]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_another_house()
        return super().delete(*args, **kwargs)

    def _refuse_another_house(self) -> None:
        house, here = getattr(self._state, "house", None), tenancy.current_schema()
        if here == tenancy.PUBLIC_SCHEMA:
            raise WrongHouse(
                f"{self._meta.label} belongs to a broker, and none is entered. Nothing was written."
            )
        if house is not None and house != here:
            raise WrongHouse(f"This {self._meta.label} was read in {house} and may not be written in {here}.")


# Also the row that a foreign key leads to is asked for through it. Not in Meta: a model without a Meta of its own would take
# it over and write it into its migrations.
BrokerModel._meta.base_manager_name = "objects"
