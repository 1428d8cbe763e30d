"""An open client card follows the client: money, status and timeline are fetched anew by those who may see them."""

from portals.shared.fragments import render_fragment
from portals.shared.live import push
from tenants.clients.models import Client
from tenants.outbox.types import Event


def nudge_card(event: Event) -> None:
    """For events that name a client. The pages ask for the parts themselves, in their own scope."""
    client_id = event.payload.get("client_id") or _client_of_lead(event.payload.get("lead_id"))
    if client_id:
        html = render_fragment("staff", "staff_console/clients/live_nudge.html", {"client_id": client_id})
        push("staff", "all", html=html)


def _client_of_lead(lead_id: str | None) -> str:
    if not lead_id:
        return ""
    return str(Client.objects.filter(lead_id=lead_id).values_list("id", flat=True).first() or "")
