"""The broker's own rules about leads, as they stand."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..models import Policy, Protection, Source


@dataclass(frozen=True, slots=True)
class Days:
    days: int
    warning_days: int


@dataclass(frozen=True, slots=True)
class Protections:
    """Of the house, and of the desks that have their own."""

    house: Days
    desks: Mapping[uuid.UUID, Days]

    def of(self, desk_id: uuid.UUID | None) -> Days:
        return self.desks.get(desk_id, self.house) if desk_id else self.house

    def until(self, desk_id: uuid.UUID | None, start: datetime) -> datetime:
        return start + timedelta(days=self.of(desk_id).days)


def policy() -> Policy:
    return Policy.objects.first() or Policy()


def protections() -> Protections:
    house = policy()
    desks = {row.desk_id: Days(row.days, row.warning_days) for row in Protection.objects.all()}
    return Protections(Days(house.protection_days, house.warning_days), desks)


def sources(*, all_of_them: bool = False) -> list[tuple[str, str]]:
    rows = Source.objects.order_by("label")
    if not all_of_them:
        rows = rows.filter(is_on=True)
    return list(rows.values_list("code", "label"))
