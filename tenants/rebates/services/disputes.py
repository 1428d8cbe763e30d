"""A partner asks about a line of its own; the broker looks at the same trace, and either puts it right or says why not."""

import uuid

from django.db import IntegrityError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.ibs.models import Partner
from tenants.notifications.services import notify
from tenants.numbering.services import next_number
from tenants.outbox.services import announce
from tenants.staff.models import Member
from tenants.staff.selectors import members_who_may

from ..models import Dispute, Line
from ..selectors import line_for
from .correction import correct_deals

PERMISSION = "rebates.decide"
LEAST = 5


def open_dispute(*, partner: Partner, line_id: int, text: str) -> Dispute:
    """One open question a line."""
    line, words = (
        line_for(partner, line_id),
        _said(text, "Say what you think is wrong; somebody will read it."),
    )
    try:
        with transaction.atomic():
            dispute = Dispute.objects.create(
                number=next_number("dispute"), line=line, partner=partner, text=words, opened_at=clock.now()
            )
            _tell(dispute, "opened", f"{partner.name} asks about {line.source}: {words}")
            _tell_staff(dispute)
    except IntegrityError as error:
        raise Conflict("You have asked about this line already, and it is being looked at.") from error
    return dispute


@transaction.atomic
def withdraw_dispute(*, partner: Partner, dispute_id: uuid.UUID) -> Dispute:
    dispute = _open_one(dispute_id, partner)
    return _answered(dispute, Dispute.State.WITHDRAWN, "", None)


@transaction.atomic
def refuse_dispute(*, dispute_id: uuid.UUID, answer: str, by: Member) -> Dispute:
    _may(by)
    words = _said(answer, "Say why: the partner reads it.")
    return _answered(_open_one(dispute_id), Dispute.State.REFUSED, words, by)


@transaction.atomic
def uphold_dispute(*, dispute_id: uuid.UUID, answer: str, by: Member) -> Dispute:
    """The deal is computed again as its facts are known now, and the difference is posted: for everybody it pays."""
    _may(by)
    words = _said(answer, "Say what was put right: the partner reads it.")
    dispute = _open_one(dispute_id)
    if dispute.line.deal_id is None or dispute.line.source_kind != Line.SourceKind.DEAL:
        raise Refused(
            "Only lines of deals are computed again here. Use a recalculation of its period. The question stays open."
        )
    corrected = correct_deals(deal_ids=[dispute.line.deal_id])
    if not corrected.lines:
        raise Refused(
            "Computed again the deal gives the same. Put right what is wrong first (who brought the client, the plan, the deal),"
            " or refuse with the reason. The question stays open."
        )
    newest = (
        Line.objects.filter(deal_id=dispute.line.deal_id).order_by("-id").values_list("batch_id", flat=True)
    )
    dispute.batch_id = newest[0]
    return _answered(dispute, Dispute.State.UPHELD, words, by)


def _may(by: Member) -> None:
    if not by.allows(PERMISSION):
        raise NotFound("There is no such dispute, or it is not yours to decide.")


def _said(text: str, missing: str) -> str:
    words = text.strip()
    if len(words) < LEAST:
        raise InvalidInput(missing, field="text")
    return words[:1000]


def _open_one(dispute_id: uuid.UUID, partner: Partner | None = None) -> Dispute:
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("partner__user", "line")
    dispute = rows.filter(id=dispute_id, **({"partner": partner} if partner else {})).first()
    if dispute is None:
        raise NotFound("There is no such dispute.")
    if dispute.state != Dispute.State.OPEN:
        raise Refused(f"This question is {dispute.get_state_display().lower()} already. Nothing was changed.")
    return dispute


def _answered(dispute: Dispute, state: str, answer: str, by: Member | None) -> Dispute:
    dispute.state, dispute.answer, dispute.answered_at = state, answer, clock.now()
    dispute.answered_by = by.user if by else None
    dispute.save(update_fields=["state", "answer", "answered_at", "answered_by", "batch_id"])
    who = by.user.name if by else dispute.partner.name
    _tell(dispute, state, f"{who}: {dispute.get_state_display().lower()}. {answer}")
    return dispute


def _tell(dispute: Dispute, verb: str, text: str) -> None:
    note(subject_kind="dispute", subject_id=dispute.id, verb=verb, text=text)
    announce("dispute.changed", dispute_id=str(dispute.id), partner_id=str(dispute.partner_id))


def _tell_staff(dispute: Dispute) -> None:
    notify(
        users=[member.user_id for member in members_who_may(PERMISSION)],
        kind="partner.dispute",
        title=f"{dispute.partner.name} asks about a rebate",
        text=dispute.text[:300],
        url=f"/partners/disputes/{dispute.id}/",
        key=f"dispute:{dispute.id}",
    )
