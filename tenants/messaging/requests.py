"""A colleague asks that a client gets a link to set a new password; a second person agrees, then it is mailed."""

import uuid
from typing import Final

from tenants.approvals import selectors as asked
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.clients.models import Client

from . import welcomes

KIND: Final = "password_reset"


def request_password_reset(*, client: Client, reason: str, by: uuid.UUID) -> Approval:
    return approvals.ask(
        kind=KIND,
        subject_id=client.user_id,
        title=f"Reset the password of {client.lead.name} (client {client.number})",
        facts={
            "client": f"{client.number} {client.lead.name}",
            "email": client.user.email,
            "reason": reason.strip()[:300],
        },
        permission="clients.edit",
        requested_by=by,
        client_id=client.id,
        desk_id=client.lead.desk_id,
        country=client.country,
    )


def carry_out(*, approval_id: uuid.UUID) -> None:
    """Mailed to the address that was approved, or not at all. Told twice in a crash, it mails twice: a link more."""
    request = asked.approval(approval_id)
    if request.applied is not None or request.client_id is None:
        return
    client = Client.objects.select_related("user", "lead").get(id=request.client_id)
    if client.user.email != approvals.approved(approval_id=approval_id).facts["email"]:
        approvals.note_result(
            approval_id=approval_id, done=False, text="The e-mail address has changed since."
        )
        return
    welcomes.send_password_link(client.user)
    approvals.note_result(approval_id=approval_id, done=True, text="The link was mailed.")
