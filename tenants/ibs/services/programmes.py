"""Programmes and agreements: saved, published, agreed to."""

import hashlib
import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.outbox.services import announce

from .. import dating
from ..models import Acceptance, Agreement, OwnShare, PartnerParent, PartnerProgramme, Programme
from ..rules import whole_second
from ..rules.questions import read_questions
from ..selectors.programmes import agreements_in_force
from .finding import partner_row

_RESERVED = frozenset({"thanks", "invited"})


@transaction.atomic
def save_programme(
    *,
    code: str,
    title: str,
    description: str = "",
    is_public: bool = True,
    is_on: bool = True,
    window_days: int | None = None,
    landing_id: uuid.UUID | None = None,
    rank: int = 0,
    parent_id: uuid.UUID | None = None,
    questions: str = "",
    programme_id: uuid.UUID | None = None,
) -> Programme:
    """`questions` as staff write them, one a line. The code stays: it is in links that were given out."""
    if window_days is not None and not 1 <= window_days <= 365:
        raise InvalidInput("A click counts for 1 to 365 days. Nothing was saved.", field="window_days")
    values: dict[str, Any] = {
        "title": title.strip(),
        "description": " ".join(description.split()),
        "is_public": is_public,
        "is_on": is_on,
        "window_days": window_days,
        "landing_id": landing_id,
        "rank": rank,
        "parent": partner_row(parent_id) if parent_id else None,
        "questions": read_questions(questions),
    }
    if programme_id is None:
        return _new_programme(code, values)
    row = Programme.objects.select_for_update().filter(id=programme_id).first()
    if row is None:
        raise NotFound("There is no such programme.")
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def _new_programme(code: str, values: dict[str, Any]) -> Programme:
    code = code.strip().lower()
    if code in _RESERVED or Programme.objects.filter(code=code).exists():
        raise Conflict(f"The code “{code}” is taken. Choose another; nothing was saved.", field="code")
    row = Programme.objects.create(code=code, **values)
    note(subject_kind="programme", subject_id=row.id, verb="created", text=f"Programme {row.title}")
    return row


@transaction.atomic
def draft_agreement(*, title: str, wording: str, programme_id: uuid.UUID | None = None) -> Agreement:
    """The next version. A draft that is there already is written anew instead."""
    if not 2 <= len(title.strip()) <= 120:
        raise InvalidInput("Write a title of 2 to 120 characters. Nothing was saved.", field="title")
    if not 20 <= len(wording.strip()) <= 60_000:
        raise InvalidInput("The agreement has 20 to 60,000 characters. Nothing was saved.", field="wording")
    rows = _versions(programme_id)
    draft = rows.select_for_update().filter(state=Agreement.State.DRAFT).first()
    if draft is None:
        latest = rows.aggregate(latest=Max("version"))["latest"] or 0
        draft = Agreement(programme_id=programme_id, version=latest + 1)
    draft.title, draft.wording = title.strip(), wording.strip()
    draft.save()
    return draft


@transaction.atomic
def publish_agreement(*, agreement_id: uuid.UUID) -> Agreement:
    """From now on whom it concerns agrees to it before anything else; the version before it is replaced."""
    row = Agreement.objects.select_for_update().filter(id=agreement_id).first()
    if row is None:
        raise NotFound("There is no such agreement.")
    if row.state == Agreement.State.PUBLISHED:
        return row
    if row.state == Agreement.State.SUPERSEDED:
        raise Refused("A later version is in force. Nothing was published.")
    before = _versions(row.programme_id).filter(state=Agreement.State.PUBLISHED)
    before.update(state=Agreement.State.SUPERSEDED)
    row.state, row.published_at = Agreement.State.PUBLISHED, clock.now()
    row.save(update_fields=["state", "published_at"])
    note(subject_kind="agreement", subject_id=row.id, verb="published", text=str(row))
    return row


@transaction.atomic
def accept_agreement(*, partner_id: uuid.UUID, agreement_id: uuid.UUID) -> Acceptance:
    """Twice is once. Only what is in force for the partner can be agreed to."""
    partner = partner_row(partner_id, lock=True)
    agreement = agreements_in_force(partner).filter(id=agreement_id).first()
    if agreement is None:
        raise Conflict("This version is not in force any more. Open the page again; nothing was agreed to.")
    known = Acceptance.objects.filter(partner=partner, agreement=agreement).first()
    if known is not None:
        return known
    digest = hashlib.sha256(agreement.wording.encode()).hexdigest()
    row = Acceptance.objects.create(partner=partner, agreement=agreement, digest=digest, at=clock.now())
    note(subject_kind="partner", subject_id=partner_id, verb="agreed", text=f"Agreed to {agreement}")
    return row


@transaction.atomic
def join_programme(
    *, partner_id: uuid.UUID, programme_id: uuid.UUID | None, at: datetime | None = None
) -> None:
    """From then on its window, page and agreement are the partner's; none: the house's own rules."""
    at = whole_second(at or clock.now())
    partner = partner_row(partner_id, lock=True)
    rows = PartnerProgramme.objects.filter(partner=partner)
    if programme_id is None and not rows.filter(valid_to=None).exists():
        return
    if not dating.end(rows, at, is_same=lambda row: row.programme_id == programme_id):
        return
    if programme_id is not None:
        PartnerProgramme.objects.create(partner=partner, programme_id=programme_id, valid_from=at)
    name = Programme.objects.values_list("title", flat=True).get(id=programme_id) if programme_id else "none"
    note(subject_kind="partner", subject_id=partner_id, verb="programme", text=f"Programme: {name}")


@transaction.atomic
def agree_own_share(*, partner_id: uuid.UUID, share: Decimal, at: datetime | None = None) -> None:
    """What the partner keeps of what comes to it and the one above it, as both agreed."""
    if not 0 <= share <= 1:
        raise InvalidInput("A share is 0 to 100 per cent. Nothing was changed.", field="share")
    at = whole_second(at or clock.now())
    partner = partner_row(partner_id, lock=True)
    parent_id = PartnerParent.objects.filter(partner=partner, valid_to=None).values_list(
        "parent_id", flat=True
    )
    above = parent_id.first()
    if above is None:
        raise Refused("Nobody stands above this partner, so there is nothing to share. Nothing was changed.")
    rows = OwnShare.objects.filter(partner=partner)
    if dating.end(rows, at, is_same=lambda row: row.share == share and row.parent_id == above):
        OwnShare.objects.create(partner=partner, parent_id=above, share=share, valid_from=at)
        note(
            subject_kind="partner",
            subject_id=partner_id,
            verb="own_share",
            text=f"Keeps {share:%} of its share",
        )
        announce("partner.share_agreed", partner_id=str(partner_id))


def _versions(programme_id: uuid.UUID | None) -> QuerySet[Agreement]:
    """Of one programme, or of all partners."""
    rows = Agreement.objects.all()
    return rows.filter(programme=None) if programme_id is None else rows.filter(programme_id=programme_id)
