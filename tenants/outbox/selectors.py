"""What waits and what was given up."""

from .models import Delivery
from .types import DeadDelivery


def dead_deliveries(*, limit: int = 100) -> tuple[DeadDelivery, ...]:
    """Newest first: a person decides whether each is told again."""
    rows = Delivery.objects.filter(state=Delivery.State.DEAD).select_related("event").order_by("-id")[:limit]
    return tuple(
        DeadDelivery(row.pk, row.subscriber, row.event.as_value(), row.attempt, row.error) for row in rows
    )


def unfinished_count() -> int:
    """Deliveries that are waiting or under way."""
    return Delivery.objects.filter(state__in=[Delivery.State.WAITING, Delivery.State.SENDING]).count()
