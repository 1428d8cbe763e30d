"""An open client card follows the client: money, status and timeline are fetched anew by those who may see them."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Q

from portals.shared.live import News, push_news
from portals.shared.live.sending import Render
from portals.staff_console.concern import with_leads
from tenants.clients.models import Client
from tenants.outbox.types import Event, together

SEES: Final = "clients.view"


@together(as_causer=False)
def nudge_card(events: Sequence[Event]) -> None:
    """For events that name a client. The pages ask for the parts themselves, in their own scope and with their own masks."""
    told = [event.payload for event in events]
    ids = {one["client_id"] for one in told if one.get("client_id")}
    leads = {one["lead_id"] for one in told if one.get("lead_id") and not one.get("client_id")}
    clients = list(Client.objects.select_related("lead").filter(Q(id__in=ids) | Q(lead__in=leads)))
    covers = with_leads(SEES, [client.lead for client in clients])
    if clients:
        push_news(SEES, [News(covers[one.lead_id], _saying(one), f"card-{one.id}") for one in clients])


def _saying(client: Client) -> Render:
    html = f'<div id="client-{client.id}-nudge" hx-swap-oob="true" data-refetch hidden></div>'
    return lambda member: html
