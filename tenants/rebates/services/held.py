"""Deals whose client did not qualify when they were closed: when it does, they are computed, with that moment as their time."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Min, OuterRef

from atrium.kernel import clock
from tenants.trading.models import Deal

from ..gather import CLOSING
from ..models import Late, Line, Plan


@transaction.atomic
def note_qualified(*, client_id: uuid.UUID) -> int:
    """The client's level or deposits changed: plans that hold its deals look at them again. How many do."""
    plans = Plan.objects.filter(status=Plan.Status.PUBLISHED, document__guards__client__otherwise="held")
    found = [(plan, _first_held(plan, client_id)) for plan in plans]
    rows = [Late(plan=plan, since=since, until=clock.now()) for plan, since in found if since is not None]
    Late.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _first_held(plan: Plan, client_id: uuid.UUID) -> datetime | None:
    """When the first deal of the client was closed that has no line of this plan."""
    lined = Line.objects.filter(deal_id=OuterRef("id"), source_kind=Line.SourceKind.DEAL, plan=plan)
    deals = Deal.objects.filter(
        ~Exists(lined),
        account__client_id=client_id,
        account__kind="live",
        entry__in=CLOSING,
        closed_lots__gt=0,
    )
    if plan.valid_from is not None:
        deals = deals.filter(time__gte=plan.valid_from)
    first: datetime | None = deals.aggregate(first=Min("time"))["first"]
    return first
