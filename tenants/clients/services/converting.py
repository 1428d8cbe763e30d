"""Somebody registered whom sales knew already: the lead they were known by stays theirs, with its manager and its history.

Known by what is proved: an e-mail address that its owner confirmed, a document that was checked; by phone or client number,
when a colleague says so.
"""

import uuid
from typing import Final

from django.db import transaction

from atrium.kernel.errors import NotFound, Refused
from tenants.leads import selectors as leads
from tenants.leads.models import Lead, Merge
from tenants.leads.rules.merging import suggested
from tenants.leads.rules.names import national_id
from tenants.leads.services import merge_leads
from tenants.staff.models import Member

from ..models import Client

TAKEN: Final = ("name", "email", "language")  # as the person wrote it themselves


@transaction.atomic
def convert_known(*, client_id: uuid.UUID, by_what: str, value: str) -> Merge | None:
    """The open lead that this identifier names becomes this client; None if there is none or the broker does not want it."""
    client = Client.objects.select_related("lead").filter(id=client_id).first()
    if client is None or not value or by_what not in leads.policy().converts_by:
        return None
    field = {"email": "email", "phone": "phone", "national_id": "national_id"}[by_what]
    wanted = national_id(value) if by_what == "national_id" else value
    known = Lead.objects.filter(**{field: wanted}, merged_into=None, client__isnull=True)
    found = known.exclude(id=client.lead_id).order_by("assigned_to_id", "created_at").first()
    return _joined(found, client, None) if found else None


@transaction.atomic
def convert_into(*, lead: Lead, client_number: int, by: Member) -> Merge:
    """A colleague says that this lead is that client."""
    client = Client.objects.select_related("lead").filter(number=client_number).first()
    if client is None or not leads.is_visible(by, client.lead_id):
        raise NotFound(f"There is no client {client_number} that you may see.")
    if not _may_join(lead, client):
        raise Refused("Joining a lead to a client like this is switched off in the settings.")
    if Client.objects.filter(lead=lead).exists():
        raise Refused(f"{lead.name} is a client already. Merge the two clients instead.")
    return _joined(lead, client, by)


def _may_join(lead: Lead, client: Client) -> bool:
    """By number if the broker wants that; by the telephone they share if the broker wants that."""
    allowed = leads.policy().converts_by
    same_phone = bool(lead.phone) and lead.phone == client.lead.phone
    return "client_number" in allowed or ("phone" in allowed and same_phone)


def _joined(lead: Lead, client: Client, by: Member | None) -> Merge:
    """The lead that was known first is kept; the client's own words go before what sales had written."""
    own = {field: getattr(client.lead, field) for field in TAKEN}
    take = [field for field, value in own.items() if value]
    lacking = suggested(_values(lead), _values(client.lead))
    return merge_leads(keep_id=lead.id, drop_id=client.lead_id, by=by, take=[*take, *lacking])


def _values(lead: Lead) -> dict[str, object]:
    fields = ("phone", "country", "birth_date", "national_id", "address", "referral_code", "assigned_to_id")
    return {
        field.removesuffix("_id") if field == "assigned_to_id" else field: getattr(lead, field)
        for field in fields
    }
