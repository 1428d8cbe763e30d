"""Leads of a demo house: who gets them by which rule, who waits in a pool, who was called and who goes back soon."""

import uuid
from datetime import timedelta
from typing import Final

from atrium.kernel import clock
from infra.demo.cast import House, Person
from tenants.leads.models import AssignmentRule, Lead
from tenants.leads.services import bulk_create, change_policy, note_contact, save_assignment_rule
from tenants.leads.types import NewLead
from tenants.staff.models import Desk, Member

KEY: Final = "demo"
WORDS: Final = (
    "Asked about spreads on gold.",
    "Will open an account after pay day.",
    "Call again in the evening.",
)


def bring(house: House) -> None:
    """Once: a second start finds them by their lines."""
    if Lead.objects.filter(origin_key__startswith=f"{KEY}:").exists():
        return
    _write_rules(house)
    rows = [_row(at, person) for at, person in enumerate(house.leads, start=1)]
    ids = bulk_create(rows, by=None, source="website", key_prefix=KEY)
    _let_time_pass(ids)
    _call_some(ids)


def _write_rules(house: House) -> None:
    change_policy(default_country=house.country)
    if AssignmentRule.objects.exists():
        return
    for rule in house.rules:
        save_assignment_rule(
            name=rule.name,
            condition=rule.condition,
            gives=rule.gives,
            strategy=rule.strategy,
            desk=Desk.objects.filter(name=rule.desk).first(),
        )


def _row(line: int, person: Person) -> NewLead:
    campaign = {"utm_source": "google", "utm_campaign": person.campaign} if person.campaign else {}
    return NewLead(
        line=line,
        name=person.name,
        email=person.email,
        phone=person.phone,
        country=person.country,
        source=person.source,
        referral_code=person.code,
        campaign=campaign,
    )


def _let_time_pass(ids: list[uuid.UUID]) -> None:
    """They did not all come this minute: each row is some hours older than the next, up to a week."""
    now = clock.now()
    leads = list(Lead.objects.filter(id__in=ids).order_by("number"))
    for at, lead in enumerate(leads):
        age = timedelta(hours=5 * at + 1)
        lead.created_at = now - age
        if lead.assigned_at and lead.protected_until:
            lead.assigned_at, lead.protected_until = (
                now - age,
                max(lead.protected_until - age, now + timedelta(hours=9)),
            )
    Lead.objects.bulk_update(leads, ["created_at", "assigned_at", "protected_until"])


def _call_some(ids: list[uuid.UUID]) -> None:
    """Every third was spoken to by the colleague who has them."""
    managers = {member.id: member for member in Member.objects.select_related("user", "desk")}
    called = list(Lead.objects.filter(id__in=ids, assigned_to__isnull=False).order_by("number"))[::3]
    for at, lead in enumerate(called):
        assert lead.assigned_to_id is not None
        note_contact(
            lead_id=lead.id,
            by=managers[lead.assigned_to_id],
            channel=("call", "email")[at % 2],
            at=max(lead.created_at, clock.now() - timedelta(hours=3 * at + 1)),
            text=WORDS[at % len(WORDS)],
        )
