"""The one verb: write a measurement down. Measuring twice changes nothing but the time of measuring."""

import uuid
from datetime import timedelta
from typing import Final

from django.db import transaction

from atrium.kernel import tenancy

from .models import HealthSample, UsageSnapshot
from .types import Reading

_KEPT: Final = timedelta(days=1)


def record_reading(*, broker_id: uuid.UUID, reading: Reading) -> None:
    """Called from inside the broker's house; steps out into the registry for the write. Three queries, whatever the size."""
    rows = [
        UsageSnapshot(broker_id=broker_id, meter=meter, day=reading.day, value=value, measured_at=reading.at)
        for meter, value in sorted(reading.meters.items())
    ]
    with tenancy.public(), transaction.atomic():
        UsageSnapshot.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["broker", "meter", "day"],
            update_fields=["value", "measured_at"],
        )
        HealthSample.objects.filter(broker_id=broker_id, at__lt=reading.at - _KEPT).delete()
        HealthSample.objects.create(
            broker_id=broker_id,
            at=reading.at,
            feed_lag_seconds=reading.feed_lag_seconds,
            waiting=reading.waiting,
            failed=reading.failed,
        )
