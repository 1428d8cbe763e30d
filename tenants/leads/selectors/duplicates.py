"""Who may be the same person: by e-mail, phone, document, or name with birth date; found by indexes, for one or for many."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tenants.staff.models import Member

from ..models import Lead
from ..types import Match
from .scope import leads_for

MOST: Final = 20
_STRENGTH: Final = (
    ("national_id", "same document number"),
    ("email", "same e-mail address"),
    ("phone", "same phone number"),
)
_NAME_BORN: Final = "same name and birth date"
_NAME: Final = "same name"


def duplicates_of(lead: Lead, *, among: QuerySet[Lead] | None = None) -> list[Match]:
    """The strongest first; `among` narrows to what the reader may see. A name alone is a hint, no more."""
    asked = Q()
    for field, _ in _STRENGTH:
        if value := getattr(lead, field):
            asked |= Q(**{field: value})
    if lead.name_folded:
        asked |= Q(name_folded=lead.name_folded)
    if not asked:
        return []
    rows = (among if among is not None else Lead.objects.filter(merged_into=None)).filter(asked)
    found = [_match(lead, row) for row in rows.exclude(id=lead.id).order_by("-created_at")[:MOST]]
    return sorted(found, key=lambda match: (_NAME in match.because, -len(match.because)))


def _match(lead: Lead, row: Lead) -> Match:
    because = [
        why
        for field, why in _STRENGTH
        if getattr(lead, field) and getattr(lead, field) == getattr(row, field)
    ]
    if lead.name_folded == row.name_folded:
        born: date | None = lead.birth_date
        because += [_NAME_BORN] if born and born == row.birth_date else [] if because else [_NAME]
    return Match(row.id, row.number, row.name, tuple(because))


def groups_for(member: Member, *, limit: int = 50) -> list[list[Lead]]:
    """Leads in scope that share an e-mail address, a phone number or a document: the newest groups first."""
    groups: list[list[Lead]] = []
    seen: set[UUID] = set()
    for field in ("email", "phone", "national_id"):
        for group in _sharing(member, field, limit - len(groups)):
            if not {lead.id for lead in group} <= seen:
                groups.append(group)
                seen.update(lead.id for lead in group)
        if len(groups) >= limit:
            break
    return groups


def _sharing(member: Member, field: str, limit: int) -> Iterable[list[Lead]]:
    if limit <= 0:
        return []
    scope = leads_for(member, "leads.merge")
    twice = (
        scope.exclude(**{field: ""}).order_by().values(field).annotate(count=Count("id")).filter(count__gt=1)
    )
    values = [row[field] for row in twice[:limit]]
    by_value: dict[str, list[Lead]] = defaultdict(list)
    for lead in scope.filter(**{f"{field}__in": values}).order_by("created_at"):
        by_value[getattr(lead, field)].append(lead)
    return by_value.values()
