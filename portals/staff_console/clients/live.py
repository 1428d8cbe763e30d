"""An open client card follows the client: money, status and timeline are fetched anew by those who may see them."""

from portals.shared.live import push_to_members
from portals.staff_console.concern import with_client
from tenants.clients.models import Client
from tenants.outbox.types import Event


def nudge_card(event: Event) -> None:
    """For events that name a client. The pages ask for the parts themselves, in their own scope and with their own masks."""
    client_id = event.payload.get("client_id") or _client_of_lead(event.payload.get("lead_id"))
    if client_id:
        html = f'<div id="client-{client_id}-nudge" hx-swap-oob="true" data-refetch hidden></div>'
        push_to_members(
            "clients.view",
            covers=with_client("clients.view", client_id),
            render=lambda member: html,
            key=f"client-{client_id}",
        )


def _client_of_lead(lead_id: str | None) -> str:
    if not lead_id:
        return ""
    return str(Client.objects.filter(lead_id=lead_id).values_list("id", flat=True).first() or "")
