"""A decision on somebody's papers shows while they look at the page."""

import uuid

from portals.client_portal.audience import client_by_id
from portals.client_portal.rendering import push_part
from portals.client_portal.verification.forms import PapersForm
from portals.client_portal.verification.standing import standing_of
from tenants.outbox.types import Event


def kyc_decided(event: Event) -> None:
    client = client_by_id(uuid.UUID(event.payload["client_id"]))
    page = {"standing": standing_of(client), "form": PapersForm()}
    push_part(client, "client_portal/verification/state.html", page)
