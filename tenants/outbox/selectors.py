"""What waits and what was given up."""

from datetime import timedelta
from typing import Final

from django.db import connection

from atrium.kernel import clock

from .models import Delivery
from .types import DeadDelivery

_LONGEST_TRANSACTION: Final = timedelta(hours=1)


# As plain text: every live update asks it first.
_MARK: Final = "SELECT count(*), max(at) FROM outbox_event WHERE kind = %s AND at > %s"


def mark_of(kind: str) -> str:
    """Another one after each commit that announced an event of this kind. Counted as well as dated: of two transactions at
    once the one that began first may commit last."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [kind, clock.now() - _LONGEST_TRANSACTION])
        count, newest = cursor.fetchone()
    return f"{count} {newest}"


def dead_deliveries(*, limit: int = 100) -> tuple[DeadDelivery, ...]:
    """Newest first: a person decides whether each is told again."""
    rows = Delivery.objects.filter(state=Delivery.State.DEAD).select_related("event").order_by("-id")[:limit]
    return tuple(
        DeadDelivery(row.pk, row.subscriber, row.event.as_value(), row.attempt, row.error) for row in rows
    )
