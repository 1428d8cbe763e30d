"""A client asks for a change of their own profile: what the papers say is changed by nobody alone."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from atrium.kernel.errors import AtriumError, InvalidInput
from tenants.approvals import selectors as asked
from tenants.approvals import services as approvals
from tenants.approvals.kinds import kind_of
from tenants.approvals.models import Approval
from tenants.leads.services import make_approved_change

from ..models import Client

KIND: Final = "profile_change"
FIELDS: Final = ("name", "phone", "country")


def request_profile_change(
    *, client: Client, changes: Mapping[str, str], reason: str, by: uuid.UUID
) -> Approval:
    """`changes`: what differs of name, phone and country. One request at a time."""
    now = {field: str(getattr(client.lead, field) or "") for field in FIELDS}
    wanted = {field: _read(field, value) for field, value in changes.items() if value.strip() != now[field]}
    if not wanted:
        raise InvalidInput("That is how we know you already. Change what is wrong.", field="name")
    return approvals.ask(
        kind=KIND,
        subject_id=client.id,
        title=f"Change of profile: client {client.number} {client.lead.name}",
        facts={
            "client": f"{client.number} {client.lead.name}",
            **wanted,
            **{f"{field}_was": now[field] for field in wanted},
            "reason": reason.strip()[:300],
        },
        permission="clients.edit",
        requested_by=by,
        client_id=client.id,
        desk_id=client.lead.desk_id,
        country=client.country,
    )


@transaction.atomic
def carry_out_profile_change(*, approval_id: uuid.UUID) -> None:
    """The approved facts, amendments included. Changes that staff made are carried out where they were asked."""
    request = asked.approval(approval_id)
    if request.applied is not None or request.client_id is None or request.subject_id != request.client_id:
        return
    facts = approvals.approved(approval_id=approval_id).facts
    client = Client.objects.select_related("lead").get(id=request.client_id)
    changes = {field: facts[field] for field in FIELDS if field in facts}
    seen = {field: facts[f"{field}_was"] for field in changes}
    why = _make(client, changes, seen)
    approvals.note_result(approval_id=approval_id, done=not why, text=why or "The profile is changed.")


def _make(client: Client, changes: Mapping[str, Any], seen: Mapping[str, Any]) -> str:
    try:
        with transaction.atomic():
            return make_approved_change(lead_id=client.lead_id, changes=changes, seen=seen)
    except AtriumError as refusal:
        return refusal.message


def _read(field: str, written: str) -> str:
    fact = next((known for known in kind_of(KIND).facts if known.code == field), None)
    if fact is None or fact.amend is None:
        raise InvalidInput("This is not changed by a request.", field=field)
    try:
        return fact.amend(written)
    except InvalidInput as fault:
        raise InvalidInput(fault.message, field=field) from fault
