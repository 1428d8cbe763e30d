"""A lead comes into being: read as people write, numbered, given to somebody by the rules."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from tenants.activity.services import note
from tenants.identity.models import Person
from tenants.numbering.services import next_number
from tenants.outbox.services import announce
from tenants.staff.models import Member

from .. import selectors
from ..models import Lead, StatusChange
from ..rules import names, phones
from ..rules.assigning import Choice
from . import assigning, indexing, scoring


@transaction.atomic
def create_lead(
    *,
    name: str,
    email: str = "",
    phone: str = "",
    country: str = "",
    language: str = "",
    source: str = "registration",
    referral_code: str = "",
    campaign: Mapping[str, Any] | None = None,
    birth_date: date | None = None,
    national_id: str = "",
    address: str = "",
    person: Person | None = None,
    assign_to: Member | None = None,
    origin_key: str | None = None,
) -> Lead:
    """A new lead, given to somebody at once: to `assign_to`, else as the rules say. Told twice with the same `origin_key`,
    it is the lead that was made the first time."""
    if origin_key is not None:
        known = Lead.objects.select_related("assigned_to__user", "desk").filter(origin_key=origin_key).first()
        if known is not None:
            return known
    phone, country = read_phone(phone, country)
    lead = Lead(
        name=name.strip(),
        name_folded=names.folded(name),
        email=email.strip().lower(),
        phone=phone,
        country=country,
        language=language,
        source=source,
        referral_code=referral_code,
        campaign=dict(campaign or {}),
        birth_date=birth_date,
        national_id=names.national_id(national_id),
        address=address.strip(),
        person=person,
        origin_key=origin_key,
        created_at=clock.now(),
    )
    choice = _given(assign_to) if assign_to else assigning.by_rules([lead])[0]
    put_in_hands(lead, choice, lead.created_at)
    lead.number = next_number("lead")
    lead.save(force_insert=True)
    _written_down(lead)
    return lead


def read_phone(phone: str, country: str, default_country: str | None = None) -> tuple[str, str]:
    """E.164, and the country: the one given, else the prefix's. Written the national way, it is of that country or else
    of `default_country` (the policy's)."""
    country = country.strip().upper()
    if not phone.strip():
        return "", country
    if default_country is None:
        default_country = selectors.policy().default_country
    read = phones.read(phone, country or default_country)
    if read is None:
        raise InvalidInput(
            "This is no telephone number. Start with + and the country's prefix, like +357 22 123456.",
            field="phone",
        )
    return read.e164, country or read.country


def put_in_hands(lead: Lead, choice: Choice, at: datetime) -> None:
    """The choice as columns of the lead; nothing is written yet."""
    lead.assigned_to_id, lead.desk_id = choice.member_id, choice.desk_id
    lead.assigned_because = choice.reason[:300]
    if choice.member_id:
        lead.assigned_at = at
        lead.protected_until = selectors.protections().until(choice.desk_id, at)


def _given(member: Member) -> Choice:
    return Choice(member.id, member.desk_id, f"Given to {member} when it was entered")


def _written_down(lead: Lead) -> None:
    StatusChange.objects.create(lead=lead, old="", new=lead.status, fact="registered", at=lead.created_at)
    note(
        subject_kind="lead",
        subject_id=lead.id,
        verb="created",
        text=f"Lead by {lead.source}. {lead.assigned_because}".strip(),
    )
    scoring.score_leads([lead.id])
    indexing.index([lead])
    announce("lead.created", lead_id=str(lead.id))
    if lead.assigned_to_id:
        announce("lead.assigned", lead_id=str(lead.id), member_id=str(lead.assigned_to_id))


@transaction.atomic
def know_person(*, lead: Lead, person: Person) -> None:
    """The lead has a log-in now: it is this human being, and can be found by the client's number too."""
    if lead.person_id != person.id:
        lead.person = person
        lead.save(update_fields=["person"])
    indexing.index([lead])
    scoring.score_leads([lead.id])
