"""A client comes into being: by themselves in the portal, or entered by staff at the desk or on the phone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from atrium.kernel.errors import Conflict, InvalidInput
from tenants.activity.services import note
from tenants.identity.models import User
from tenants.identity.services import create_user
from tenants.leads.models import Lead
from tenants.leads.services import create_lead, know_person
from tenants.numbering.services import next_number
from tenants.outbox.services import announce
from tenants.staff.models import Member

from ..models import Client


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
    campaign: Mapping[str, Any] | None = None,
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
        person=user.person,
    )
    return _make(lead, user, currency, "")


@transaction.atomic
def register_in_person(
    *,
    name: str,
    email: str,
    currency: str,
    by: Member,
    phone: str = "",
    country: str = "",
    language: str = "",
    source: str = "office",
    birth_date: date | None = None,
    national_id: str = "",
    address: str = "",
    keep: bool = True,
) -> Client:
    """Somebody at the desk or on the phone. They get a password by mail, good until they choose an own one at their first
    log-in. `keep`: the lead is the colleague's who entered it, else the rules decide."""
    if not email.strip():
        raise InvalidInput("The first password goes by e-mail, so an address is needed.", field="email")
    lead = create_lead(
        name=name,
        email=email,
        phone=phone,
        country=country,
        language=language,
        source=source,
        birth_date=birth_date,
        national_id=national_id,
        address=address,
        assign_to=by if keep else None,
    )
    return _let_in(lead, currency, by)


@transaction.atomic
def register_lead(*, lead: Lead, currency: str, by: Member) -> Client:
    """A lead that is known already becomes a client: its log-in is made and the first password mailed."""
    known = Lead.objects.select_for_update().get(id=lead.id)
    if known.merged_into_id is not None:
        raise Conflict("This lead was merged into another meanwhile. Register that one.")
    if Client.objects.filter(lead=known).exists():
        raise Conflict(f"{known.name} is a client already.")
    if not known.email:
        raise InvalidInput(
            "The first password goes by e-mail. Add an address to the lead first.", field="email"
        )
    return _let_in(known, currency, by)


@transaction.atomic
def send_password_again(*, client: Client, by: Member) -> None:
    """Only while no own one was chosen: after that, the client asks for a new one by the log-in page."""
    user = User.objects.select_for_update().get(id=client.user_id)
    if not user.must_change_password:
        raise Conflict("This client has chosen a password. A new one is asked for on the log-in page.")
    _announce_password(client)
    note(
        subject_kind="client",
        subject_id=client.id,
        verb="password.mailed",
        text="A new first password was mailed",
    )


def _let_in(lead: Lead, currency: str, by: Member) -> Client:
    user = create_user(
        realm=User.Realm.CLIENT,
        email=lead.email,
        name=lead.name,
        language=lead.language,
        person=lead.person,
    )
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    client = _make(lead, user, currency, f", entered by {by}")
    _announce_password(client)
    return client


def _make(lead: Lead, user: User, currency: str, how: str) -> Client:
    client = Client.objects.create(
        number=next_number("client"), lead=lead, user=user, country=lead.country, currency=currency
    )
    know_person(lead=lead, person=user.person)
    note(
        subject_kind="client",
        subject_id=client.id,
        verb="registered",
        text=f"Registered as client {client.number}{how}",
    )
    announce(
        "client.registered",
        client_id=str(client.id),
        lead_id=str(lead.id),
        referral_code=lead.referral_code,
    )
    return client


def _announce_password(client: Client) -> None:
    """The password itself is made where it is mailed: no event and no table ever holds it."""
    announce("client.password_wanted", client_id=str(client.id))
