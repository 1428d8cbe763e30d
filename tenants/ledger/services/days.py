"""Each night a day is sealed: what every account held, and a hash over its movements, its balances and the day before."""

from datetime import UTC, date, timedelta

from django.db import connection, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Refused

from ..models import Day
from .barrier import wait_for_postings


def snapshot_day(*, day: date | None = None) -> tuple[date, ...]:
    """Seals every day not sealed yet up to `day` (yesterday), each after the one before. The same again seals nothing."""
    yesterday = clock.now().astimezone(UTC).date() - timedelta(days=1)
    day = day or yesterday
    if day > yesterday:
        raise Refused("Only days that are over can be sealed.", field="day")
    last = Day.objects.order_by("-day").values_list("day", flat=True).first()
    first = day if last is None else last + timedelta(days=1)
    due = [first + timedelta(days=number) for number in range((day - first).days + 1)]
    if not due:
        return ()
    with transaction.atomic():
        # A moment of its own: while the sums are made, postings go on, and belong to the next day's seal.
        until = wait_for_postings()
    for each in due:
        _seal(each, until)
    return tuple(due)


@transaction.atomic
def _seal(day: date, until: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_seal_day(%s, %s, %s)", [day, until, clock.now()])
