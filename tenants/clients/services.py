"""Verbs on clients."""

import uuid
from typing import Any

from django.db import transaction

from atrium.kernel.errors import NotFound
from tenants.activity.services import note
from tenants.identity.models import User
from tenants.leads.services import create_lead, note_fact
from tenants.numbering.services import next_number
from tenants.outbox.services import announce

from .models import Client

FACT_OF_ACCOUNT = {"demo": "demo_account", "live": "live_account"}


@transaction.atomic
def register_client(
    *,
    user: User,
    currency: str,
    phone: str = "",
    country: str = "",
    language: str = "",
    source: str = "registration",
    referral_code: str = "",
    campaign: dict[str, Any] | None = None,
) -> Client:
    """A person registered in the portal: the lead, assigned by rule, and the client with a number."""
    lead = create_lead(
        name=user.name,
        email=user.email,
        phone=phone,
        country=country,
        language=language,
        source=source,
        referral_code=referral_code,
        campaign=campaign,
    )
    client = Client.objects.create(
        number=next_number("client"), lead=lead, user=user, country=country.upper(), currency=currency
    )
    note(
        subject_kind="client",
        subject_id=client.id,
        verb="registered",
        text=f"Registered as client {client.number}",
    )
    announce("client.registered", client_id=str(client.id), lead_id=str(lead.id), referral_code=referral_code)
    return client


def note_account_opened(*, client_id: uuid.UUID, kind: str) -> None:
    """A demo or live account exists: the lead's status follows."""
    note_fact(lead_id=_get(client_id).lead_id, fact=FACT_OF_ACCOUNT[kind])


def note_deposit(*, client_id: uuid.UUID) -> None:
    note_fact(lead_id=_get(client_id).lead_id, fact="first_deposit")


def set_kyc_level(*, client_id: uuid.UUID, level: int) -> None:
    """Raised by an approved check; never lowered by an older one."""
    Client.objects.filter(id=client_id, kyc_level__lt=level).update(kyc_level=level)


def _get(client_id: uuid.UUID) -> Client:
    client = Client.objects.filter(id=client_id).first()
    if client is None:
        raise NotFound("There is no such client.")
    return client
