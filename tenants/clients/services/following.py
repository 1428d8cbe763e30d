"""What happens around a client moves its lead along."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from atrium.kernel.errors import NotFound
from tenants.leads.models import Lead
from tenants.leads.services import note_deals as note_deals_of_leads
from tenants.leads.services import note_fact

from ..models import Client

FACT_OF_ACCOUNT: Final = {"demo": "demo_account", "live": "live_account"}


def note_account_opened(*, client_id: uuid.UUID, kind: str) -> None:
    """A demo or live account exists: the lead's status follows."""
    note_fact(lead_id=_get(client_id).lead_id, fact=FACT_OF_ACCOUNT[kind])


def note_accounts_closed(*, client_id: uuid.UUID) -> None:
    """The last live account is gone."""
    note_fact(lead_id=_get(client_id).lead_id, fact="accounts_closed", text="all accounts are closed")


def note_deposit(*, client_id: uuid.UUID) -> None:
    note_fact(lead_id=_get(client_id).lead_id, fact="first_deposit")


@transaction.atomic
def note_deals(last: Mapping[uuid.UUID, datetime]) -> None:
    """When each of these clients dealt last."""
    lead_of = dict(Client.objects.filter(id__in=list(last)).values_list("id", "lead_id"))
    note_deals_of_leads({lead_of[client_id]: at for client_id, at in last.items() if client_id in lead_of})


def set_kyc_level(*, client_id: uuid.UUID, level: int) -> None:
    """Raised by an approved check; never lowered by an older one."""
    Client.objects.filter(id=client_id, kyc_level__lt=level).update(kyc_level=level)


@transaction.atomic
def follow_edit(*, lead_id: uuid.UUID) -> None:
    """What the client's own row repeats of the profile."""
    lead = Lead.objects.get(id=lead_id)
    client = Client.objects.select_for_update(of=("self",)).select_related("user").filter(lead=lead).first()
    if client is None:
        return
    Client.objects.filter(id=client.id).exclude(country=lead.country).update(country=lead.country)
    type(client.user).objects.filter(id=client.user_id).exclude(name=lead.name).update(name=lead.name)


def _get(client_id: uuid.UUID) -> Client:
    client = Client.objects.filter(id=client_id).first()
    if client is None:
        raise NotFound("There is no such client.")
    return client
