"""Many leads at once, for an import: numbers by block, rules once a chunk, a fixed number of statements whatever the count.

Told twice, the second time makes nothing: a row's key is the import's prefix and its line.
"""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.among import Among
from atrium.kernel.copying import copy_rows, copy_values
from atrium.kernel.ids import new_ids
from atrium.kernel.meanwhile import meanwhile
from tenants.activity.services import note_many
from tenants.numbering.services import next_numbers
from tenants.outbox.services import announce
from tenants.search.services import index_worded
from tenants.staff.models import Member

from .. import selectors
from ..models import Lead, StatusChange
from ..rules import names
from ..rules.assigning import Choice
from ..selectors.policy import Protections
from ..selectors.scoring import totals_of_new
from ..types import NewLead
from . import assigning, indexing
from .creating import read_phone

_E164: Final = re.compile(r"\+[1-9]\d{6,14}")
Assignment = Member | Literal["rules", "pool"]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What all rows of a chunk share."""

    source: str
    protections: Protections
    default_country: str
    at: datetime
    pattern: Lead


@transaction.atomic
def bulk_create(
    rows: Sequence[NewLead],
    *,
    by: Member | None,
    source: str,
    assignment: Assignment = "rules",
    key_prefix: str,
) -> list[uuid.UUID]:
    """The ids of the rows in their order, new or made before by the same key. A row with a bad phone number raises
    InvalidInput; whoever imports reads the numbers with `read_phone` first."""
    at = clock.now()
    ground = _Ground(
        source, selectors.protections(), selectors.policy().default_country, at, Lead(created_at=at)
    )
    keys = [f"{key_prefix}:{row.line}" for row in rows]
    known = dict(Lead.objects.filter(Among("origin_key", keys)).values_list("origin_key", "id"))
    fresh = {key: row for key, row in zip(keys, rows, strict=True) if key not in known}
    ids = iter(new_ids(len(fresh)))
    leads = [_lead(row, key, ground, next(ids)) for key, row in fresh.items()]
    if leads:
        _give(leads, list(fresh.values()), assignment, ground)
        _write(leads, source)
    made = {lead.origin_key: lead.id for lead in leads}
    return [known.get(key) or made[key] for key in keys]


def _lead(row: NewLead, key: str, ground: _Ground, lead_id: uuid.UUID) -> Lead:
    phone, country = row.phone, row.country
    if not (country and _E164.fullmatch(phone)):
        phone, country = read_phone(phone, country, ground.default_country)
    return ground.pattern.like(
        id=lead_id,
        name=row.name.strip(),
        name_folded=names.folded(row.name),
        email=row.email.strip().lower(),
        phone=phone,
        country=country,
        language=row.language,
        source=row.source or ground.source,
        referral_code=row.referral_code,
        campaign=dict(row.campaign),
        birth_date=row.birth_date,
        national_id=names.national_id(row.national_id),
        address=row.address.strip(),
        origin_key=key,
    )


def _give(leads: Sequence[Lead], rows: Sequence[NewLead], assignment: Assignment, ground: _Ground) -> None:
    """A manager named in the row comes first, if they may see leads now; then what the import said for all."""
    named = _named(row.manager_id for row in rows)
    chosen = [named.get(row.manager_id) if row.manager_id else None for row in rows]
    asking = [lead for lead, member in zip(leads, chosen, strict=True) if member is None]
    others = iter(_for_all(asking, assignment))
    for lead, member in zip(leads, chosen, strict=True):
        choice = _by_name(member, "Named in the file") if member else next(others)
        lead.assigned_to_id, lead.desk_id = choice.member_id, choice.desk_id
        lead.assigned_because = choice.reason[:300]
        if choice.member_id:
            lead.assigned_at = ground.at
            lead.protected_until = ground.protections.until(choice.desk_id, ground.at)


def _for_all(leads: Sequence[Lead], assignment: Assignment) -> Sequence[Choice]:
    if not leads:
        return []
    if assignment == "rules":
        return assigning.by_rules(leads)
    if assignment == "pool":
        return [Choice(None, None, "Imported into the company pool")] * len(leads)
    assert isinstance(assignment, Member)
    assigning.must_take_leads(assignment)
    return [_by_name(assignment, "Imported for")] * len(leads)


def _by_name(member: Member, how: str) -> Choice:
    return Choice(member.id, member.desk_id, f"{how}: {member}")


def _named(ids: Iterable[uuid.UUID | None]) -> Mapping[uuid.UUID | None, Member]:
    wanted = {member_id for member_id in ids if member_id}
    if not wanted:
        return {}
    return {member.id: member for member in assigning.may_be_given() if member.id in wanted}


def _write(leads: Sequence[Lead], source: str) -> None:
    for lead, number in zip(leads, next_numbers("lead", len(leads)), strict=True):
        lead.number = number
    for lead, score in zip(leads, totals_of_new(leads), strict=True):
        lead.score = score
    with meanwhile(lambda: indexing.words_of_new(leads)) as words:
        copy_rows(leads)
        _note(leads, source)
        index_worded(words.result())
    ids = [str(lead.id) for lead in leads]
    announce("leads.created", lead_ids=ids, source=source)


def _note(leads: Sequence[Lead], source: str) -> None:
    copy_values(
        StatusChange,
        ("id", "lead_id", "old", "new", "fact", "at"),
        (
            (step_id, lead.id, "", lead.status, "registered", lead.created_at)
            for step_id, lead in zip(new_ids(len(leads)), leads, strict=True)
        ),
    )
    texts = {lead.id: f"Lead by {source}. {lead.assigned_because}".strip() for lead in leads}
    note_many(subject_kind="lead", subject_ids=list(texts), verb="created", text="", texts=texts)
