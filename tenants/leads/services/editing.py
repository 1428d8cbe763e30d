"""A person's profile is changed by staff: never over somebody else's change, and with a second person where the broker says so."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, Stale
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.identity.services import change_email
from tenants.outbox.services import announce
from tenants.outbox.types import Event
from tenants.staff.models import Member

from .. import selectors
from ..models import Lead, ProfileChange
from ..rules import names
from . import indexing, scoring
from .creating import read_phone
from .locking import locked

FIELDS: Final = (
    "name",
    "email",
    "phone",
    "country",
    "language",
    "birth_date",
    "national_id",
    "address",
    "source",
    "referral_code",
)
APPROVAL_KIND: Final = "profile_change"
Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edited:
    """`waits`: nothing is changed yet, a second person decides."""

    lead: Lead
    fields: tuple[str, ...] = ()
    waits: bool = False


@transaction.atomic
def edit_profile(*, lead_id: uuid.UUID, changes: Changes, seen: Changes, by: Member) -> Edited:
    """`changes`: field → new value; `seen`: field → the value the editor's page showed. A field that somebody else has
    changed since raises Stale with both values; what others changed elsewhere stays untouched."""
    lead = locked(lead_id)
    wanted = _cleaned(lead, changes)
    _not_stale(lead, wanted, seen)
    real = {field: value for field, value in wanted.items() if _is_a_change(lead, field, value, seen)}
    if not real:
        return Edited(lead)
    if _needs_second_person(lead, real):
        _ask(lead, real, by)
        return Edited(lead, tuple(real), waits=True)
    return Edited(_apply(lead, real), tuple(real))


@transaction.atomic
def take_decision(event: Event) -> None:
    """approval.decided: the change is made, or not. What was changed meanwhile is not overwritten by an old approval."""
    if event.payload["kind"] != APPROVAL_KIND:
        return
    rows = ProfileChange.objects.select_for_update().select_related("by")
    change = rows.filter(id=event.payload["subject_id"], state=ProfileChange.State.PENDING).first()
    if change is None:
        return
    lead, approval_id = locked(change.lead_id), uuid.UUID(event.payload["approval_id"])
    why = _why_not(lead, change, event.payload["outcome"])
    if why:
        change.state = ProfileChange.State.REFUSED
        note(subject_kind="lead", subject_id=lead.id, verb="profile.refused", text=why)
    else:
        change.state = ProfileChange.State.MADE
        amended = approvals.approved(approval_id=approval_id).facts
        _apply(lead, _values({field: amended.get(field, value) for field, value in change.changes.items()}))
    change.save(update_fields=["state"])
    if event.payload["outcome"] == "approved":
        approvals.note_result(approval_id=approval_id, done=not why, text=why)


@transaction.atomic
def make_approved_change(*, lead_id: uuid.UUID, changes: Changes, seen: Changes) -> str:
    """What somebody asked for themselves and a second person approved. Empty, or why it was not made."""
    lead = locked(lead_id)
    wanted = _cleaned(lead, changes)
    if any(_plain(getattr(lead, field)) != _plain(value) for field, value in seen.items()):
        return f"Change of {_listed(changes)} was approved too late: somebody changed it meanwhile"
    _apply(lead, wanted)
    return ""


def _why_not(lead: Lead, change: ProfileChange, outcome: str) -> str:
    if outcome != "approved":
        return f"Change of {_listed(change.changes)} was not approved"
    now = {field: _plain(getattr(lead, field)) for field in change.seen}
    if now != change.seen:
        return f"Change of {_listed(change.changes)} was approved too late: somebody changed it meanwhile"
    return ""


def _cleaned(lead: Lead, changes: Changes) -> dict[str, Any]:
    unknown = sorted(set(changes) - set(FIELDS))
    if unknown:
        raise InvalidInput(f"“{unknown[0]}” is no field that can be changed.", field=unknown[0])
    wanted = {field: value.strip() if isinstance(value, str) else value for field, value in changes.items()}
    if "name" in wanted and len(wanted["name"]) < 2:
        raise InvalidInput("Please write the name as in the passport.", field="name")
    if "email" in wanted:
        wanted["email"] = wanted["email"].lower()
    if "national_id" in wanted:
        wanted["national_id"] = names.national_id(wanted["national_id"])
    if "country" in wanted:
        wanted["country"] = wanted["country"].upper()
    if wanted.get("phone"):
        wanted["phone"], _ = read_phone(wanted["phone"], wanted.get("country", lead.country))
    return wanted


def _not_stale(lead: Lead, wanted: Changes, seen: Changes) -> None:
    theirs = {
        field: (_plain(seen[field]), _plain(getattr(lead, field)))
        for field, value in wanted.items()
        if field in seen
        and _plain(getattr(lead, field)) not in (_plain(seen[field]), _plain(value))
        and _plain(value) != _plain(seen[field])
    }
    if theirs:
        raise Stale(theirs)


def _is_a_change(lead: Lead, field: str, value: Any, seen: Changes) -> bool:
    """What the editor left as it was shown is no change, whatever it is by now."""
    untouched = field in seen and _plain(value) == _plain(seen[field])
    return not untouched and getattr(lead, field) != value


def _needs_second_person(lead: Lead, real: Changes) -> bool:
    is_client = getattr(lead, "client", None) is not None
    return is_client and bool(set(real) & set(selectors.policy().approved_fields))


def _ask(lead: Lead, real: Changes, by: Member) -> None:
    if ProfileChange.objects.filter(lead=lead, state=ProfileChange.State.PENDING).exists():
        raise Conflict("A change of this profile waits for approval. It has to be decided first.")
    client = lead.client
    seen = {field: _plain(getattr(lead, field)) for field in real}
    new = {field: _plain(value) for field, value in real.items()}
    change = ProfileChange.objects.create(lead=lead, changes=new, seen=seen, by=by, at=clock.now())
    approval = approvals.ask(
        kind=APPROVAL_KIND,
        subject_id=change.id,
        title=f"Change of profile: {lead.name}",
        facts={
            "client": f"{client.number} {lead.name}",
            **new,
            **{f"{field}_was": value for field, value in seen.items()},
        },
        permission="clients.edit",
        requested_by=by.user_id,
        client_id=client.id,
        desk_id=lead.desk_id,
        country=lead.country,
    )
    change.approval_id = approval.id
    change.save(update_fields=["approval_id"])
    note(
        subject_kind="lead",
        subject_id=lead.id,
        verb="profile.asked",
        text=f"Change of {_listed(new)} waits for approval",
    )


def _apply(lead: Lead, real: Changes) -> Lead:
    for field, value in real.items():
        setattr(lead, field, value)
    lead.name_folded = names.folded(lead.name)
    lead.version += 1
    lead.save(update_fields=[*real, "name_folded", "version"])
    _follow(lead, real)
    note(
        subject_kind="lead",
        subject_id=lead.id,
        verb="profile.changed",
        text=f"Changed: {_listed(real)}",
    )
    scoring.score_leads([lead.id])
    indexing.index([lead])
    announce("lead.edited", lead_id=str(lead.id), fields=sorted(real))
    return lead


def _follow(lead: Lead, real: Changes) -> None:
    """The log-in is found by the e-mail address, so it changes with it or not at all."""
    client = getattr(lead, "client", None)
    if client is not None and real.get("email"):
        change_email(user=client.user, email=real["email"])


def _values(changes: Changes) -> dict[str, Any]:
    return {
        field: date.fromisoformat(value) if field == "birth_date" and value else value or _empty(field)
        for field, value in changes.items()
    }


def _empty(field: str) -> Any:
    return None if field == "birth_date" else ""


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _listed(fields: Changes) -> str:
    return ", ".join(field.replace("_", " ") for field in fields)
