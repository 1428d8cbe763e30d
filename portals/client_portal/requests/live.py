"""The client's list of requests follows what is decided about them."""

import uuid

from portals.client_portal.rendering import push_part
from portals.client_portal.requests.listing import list_context
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.outbox.types import Event


def show_requests(event: Event) -> None:
    request = Approval.objects.filter(id=uuid.UUID(event.payload["approval_id"])).first()
    if request is None or request.client_id is None or request.requested_by is None:
        return
    client = Client.objects.select_related("user", "lead").filter(id=request.client_id).first()
    if client is not None and request.requested_by_id == client.user_id:
        push_part(client, "client_portal/requests/list.html", list_context(client))
