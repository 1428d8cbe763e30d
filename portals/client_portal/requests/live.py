"""The client's list of requests follows what is decided about them: the open page fetches it again."""

import uuid
from typing import Final

from portals.shared.live import push
from tenants.approvals.models import Approval
from tenants.identity.models import User
from tenants.outbox.types import Event

NUDGE: Final = '<div id="requests-nudge" hx-swap-oob="true" data-refetch hidden></div>'


def show_requests(event: Event) -> None:
    rows = Approval.objects.select_related("requested_by")
    request = rows.filter(id=uuid.UUID(event.payload["approval_id"])).first()
    if request is None or request.client_id is None or request.requested_by is None:
        return
    if request.requested_by.realm == User.Realm.CLIENT:
        push("client", "client", request.client_id, html=NUDGE)
