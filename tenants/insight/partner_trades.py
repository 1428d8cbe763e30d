"""Deals below a partner: of clients that it, or somebody below it, had brought when the deal was made."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tenants.ibs.models import ClientPartner, Partner
from tenants.ibs.selectors import visible_to
from tenants.trading.models import Deal


def trades_below(partner: Partner, *, since: datetime, until: datetime) -> QuerySet[Deal]:
    """Of live accounts, in since ≤ t < until, newest first. A client's deals from before it came are nobody's business."""
    below = list(visible_to(partner).values_list("id", flat=True))
    brought = ClientPartner.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=OuterRef("time")),
        partner__in=below,
        client=OuterRef("client_of_account"),
        valid_from__lte=OuterRef("time"),
    )
    deals = Deal.objects.alias(client_of_account=F("account__client_id"))
    return (
        deals.filter(
            Exists(brought), account__kind="live", action__in=["buy", "sell"], time__gte=since, time__lt=until
        )
        .select_related("account", "server")
        .order_by("-time", "-id")
    )
