"""Accounts that were asked for and whose server has not answered yet."""

from django.db.models import QuerySet

from tenants.clients.models import Client
from tenants.trading.models import Opening

_UNDER_WAY = (Opening.State.NEW, Opening.State.SENDING, Opening.State.UNKNOWN, Opening.State.MANUAL)


def openings_under_way(client: Client) -> QuerySet[Opening]:
    rows = Opening.objects.select_related("product").filter(client_id=client.id, state__in=_UNDER_WAY)
    return rows.order_by("-created_at")


def was_refused(key: str) -> bool:
    return Opening.objects.filter(key=key, state=Opening.State.REFUSED).exists()
