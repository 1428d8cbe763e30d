"""Which days are closed and which are sealed."""

from datetime import date

from django.db.models import Max, QuerySet

from ..models import Day, Period


def locked_through() -> date | None:
    """The last day that takes no more postings."""
    found: date | None = Period.objects.filter(unlocked_at__isnull=True).aggregate(last=Max("through"))[
        "last"
    ]
    return found


def periods() -> QuerySet[Period]:
    """Newest first, opened ones too."""
    return Period.objects.order_by("-through", "-locked_at")


def last_sealed_day() -> Day | None:
    return Day.objects.order_by("-day").first()
