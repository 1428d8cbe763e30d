"""What waits and what was given up."""

from datetime import timedelta
from typing import Final

from django.db.models import Count, Max

from atrium.kernel import clock

from .models import Delivery, Event
from .types import DeadDelivery

_LONGEST_TRANSACTION: Final = timedelta(hours=1)


def mark_of(kind: str) -> str:
    """Another one after each commit that announced an event of this kind. Counted as well as dated: of two transactions at
    once the one that began first may commit last."""
    recent = Event.objects.filter(kind=kind, at__gt=clock.now() - _LONGEST_TRANSACTION)
    found = recent.aggregate(count=Count("id"), newest=Max("at"))
    return f"{found['count']} {found['newest']}"


def dead_deliveries(*, limit: int = 100) -> tuple[DeadDelivery, ...]:
    """Newest first: a person decides whether each is told again."""
    rows = Delivery.objects.filter(state=Delivery.State.DEAD).select_related("event").order_by("-id")[:limit]
    return tuple(
        DeadDelivery(row.pk, row.subscriber, row.event.as_value(), row.attempt, row.error) for row in rows
    )
