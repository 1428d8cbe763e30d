"""Reads for the operations room. They step out into the registry by themselves; each is one query for any number of brokers."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Sum, Window
from django.db.models.functions import RowNumber

from atrium.kernel import tenancy

from .models import HealthSample, UsageSnapshot

Meters = dict[str, Decimal]


def usage_on(day: date, broker_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Meters]:
    """Broker → meter → value of that day."""
    found: dict[uuid.UUID, Meters] = defaultdict(dict)
    with tenancy.public():
        rows = UsageSnapshot.objects.filter(day=day, broker_id__in=list(broker_ids))
        for row in rows:
            found[row.broker_id][row.meter] = row.value
    return dict(found)


def usage_by_day(broker_id: uuid.UUID, *, until: date, days: int = 30) -> list[tuple[date, Meters]]:
    """Oldest first, one entry for each day, also for days on which nothing was measured."""
    first = until - timedelta(days=days - 1)
    found: dict[date, Meters] = {first + timedelta(days=step): {} for step in range(days)}
    with tenancy.public():
        rows = UsageSnapshot.objects.filter(broker_id=broker_id, day__range=(first, until))
        for row in rows:
            found[row.day][row.meter] = row.value
    return sorted(found.items())


def newest_samples(
    broker_ids: Iterable[uuid.UUID], *, each: int = 30
) -> dict[uuid.UUID, Sequence[HealthSample]]:
    """Broker → its newest samples, oldest first, as a sparkline reads."""
    found: dict[uuid.UUID, list[HealthSample]] = defaultdict(list)
    place = Window(RowNumber(), partition_by=F("broker_id"), order_by=F("at").desc())
    with tenancy.public():
        rows = HealthSample.objects.filter(broker_id__in=list(broker_ids)).annotate(place=place)
        for row in rows.filter(place__lte=each).order_by("broker_id", "at"):
            found[row.broker_id].append(row)
    return dict(found)


def usage_of_all(day: date) -> Meters:
    """Meter → sum over every broker. Amounts keep their currency in the meter's name."""
    with tenancy.public():
        rows = UsageSnapshot.objects.filter(day=day).values("meter").annotate(total=Sum("value"))
        return {row["meter"]: row["total"] for row in rows}
