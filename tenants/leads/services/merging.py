"""Two leads turn out to be one person. The kept one gets everything; the other stays as a row that points to it, so that the
step can be taken back for a month.

What hangs on a client is other rooms': those named in LEAD_MERGE_PARTS say what stands against a merge and follow it in the
same transaction; all others hear `lead.merged`.
"""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.outbox.services import announce
from tenants.staff.models import Member

from ..models import Lead, Merge, Participation
from ..rules import merging as rules
from . import indexing, scoring

_COLUMNS: Final = (
    *rules.with_what_they_bring(rules.CHOSEN),
    "person",
    "status",
    "first_contact_at",
    "last_contact_at",
    "last_deal_at",
)


@transaction.atomic
def merge_leads(
    *, keep_id: uuid.UUID, drop_id: uuid.UUID, by: Member | None, take: Sequence[str] = ()
) -> Merge:
    """`take` are the fields whose value comes from the dropped one. Refused with what to do where both are clients whose
    money or accounts stand in the way."""
    keep, drop = _both(keep_id, drop_id)
    unknown = sorted(set(take) - set(rules.CHOSEN))
    if unknown:
        raise InvalidInput(f"“{unknown[0]}” is no field to choose.", field="take")
    for part in _parts():
        part.check(keep, drop)
    before = {"keep": _row(keep), "drop": _row(drop)}
    _put_together(keep, drop, take)
    _participants_follow(keep, drop)
    before["after"] = _row(keep)
    before["parts"] = {part.__name__: part.follow(keep, drop) for part in _parts()}
    merge = Merge.objects.create(kept=keep, dropped=drop, by=by, at=clock.now(), before=before)
    for lead, other, word in ((keep, drop, "takes in"), (drop, keep, "is now part of")):
        note(
            subject_kind="lead",
            subject_id=lead.id,
            verb="merged",
            text=f"Lead {lead.number} {word} lead {other.number} {other.name}",
            data={"merge": str(merge.id)},
        )
    _told(keep, drop)
    announce("lead.merged", kept_id=str(keep.id), dropped_id=str(drop.id), merge_id=str(merge.id))
    return merge


@transaction.atomic
def undo_merge(*, merge_id: uuid.UUID, by: Member | None) -> Merge:
    """Both are as they were; what was changed on the kept one since stays changed."""
    merge = Merge.objects.select_for_update().filter(id=merge_id).first()
    if merge is None:
        raise NotFound("There is no such merge.")
    if merge.undone_at is not None:
        return merge
    if merge.at < clock.now() - timedelta(days=rules.KEPT_DAYS):
        raise Refused(f"A merge can be taken back for {rules.KEPT_DAYS} days; this one is older.")
    keep, drop = _rows(merge.kept_id, merge.dropped_id)
    _put_back(keep, merge.before["keep"], only_if=merge.before["after"])
    drop.merged_into = None
    _put_back(drop, merge.before["drop"])
    for part in _parts():
        part.go_back(keep, drop, merge.before["parts"].get(part.__name__, {}))
    merge.undone_at = clock.now()
    merge.save(update_fields=["undone_at"])
    for lead, other in ((keep, drop), (drop, keep)):
        note(
            subject_kind="lead",
            subject_id=lead.id,
            verb="unmerged",
            text=f"Is apart again from lead {other.number} {other.name}",
        )
    _told(keep, drop)
    announce("lead.unmerged", kept_id=str(keep.id), dropped_id=str(drop.id), merge_id=str(merge.id))
    return merge


def _both(keep_id: uuid.UUID, drop_id: uuid.UUID) -> tuple[Lead, Lead]:
    if keep_id == drop_id:
        raise Refused("Choose two different leads.")
    keep, drop = _rows(keep_id, drop_id)
    for lead in (keep, drop):
        if lead.merged_into_id is not None:
            raise Conflict(f"Lead {lead.number} {lead.name} was merged into another meanwhile.")
    return keep, drop


def _rows(keep_id: uuid.UUID, drop_id: uuid.UUID) -> tuple[Lead, Lead]:
    """Locked in the order of their ids, whichever is kept."""
    wanted = Lead.objects.select_for_update().filter(id__in=[keep_id, drop_id]).order_by("id")
    found = {lead.id: lead for lead in wanted}
    if len(found) != 2:
        raise NotFound("There is no such lead.")
    return found[keep_id], found[drop_id]


def _put_together(keep: Lead, drop: Lead, take: Sequence[str]) -> None:
    for field in rules.with_what_they_bring(take):
        setattr(keep, field, getattr(drop, field))
    keep.person = keep.person or drop.person
    keep.status = rules.status_of_both(keep.status, drop.status)
    keep.first_contact_at = min(filter(None, (keep.first_contact_at, drop.first_contact_at)), default=None)
    for field in ("last_contact_at", "last_deal_at"):
        setattr(keep, field, max(filter(None, (getattr(keep, field), getattr(drop, field))), default=None))
    if keep.status not in ("lead", "demo"):
        keep.protected_until = None
    keep.version += 1
    keep.save()
    drop.merged_into, drop.assigned_to, drop.protected_until = keep, None, None
    drop.version += 1
    drop.save()


def _participants_follow(keep: Lead, drop: Lead) -> None:
    Participation.objects.bulk_create(
        (
            Participation(lead=keep, member_id=one.member_id, part=one.part)
            for one in drop.participations.all()
        ),
        ignore_conflicts=True,
    )


def _put_back(lead: Lead, row: Mapping[str, Any], only_if: Mapping[str, Any] | None = None) -> None:
    now = _row(lead)
    for column in _COLUMNS:
        if only_if is not None and now[column] != only_if[column]:
            continue
        field = _column(column)
        setattr(lead, field.attname, field.to_python(row[column]))
    lead.version += 1
    lead.save()


def _row(lead: Lead) -> dict[str, Any]:
    values = {column: getattr(lead, _column(column).attname) for column in _COLUMNS}
    return dict(json.loads(json.dumps(values, cls=DjangoJSONEncoder)))


def _column(name: str) -> Any:
    return Lead._meta.get_field(name)


def _told(keep: Lead, drop: Lead) -> None:
    scoring.score_leads([keep.id, drop.id])
    indexing.index(Lead.objects.filter(id__in=[keep.id, drop.id]))


def _parts() -> Iterator[ModuleType]:
    return (import_module(name) for name in settings.LEAD_MERGE_PARTS)
