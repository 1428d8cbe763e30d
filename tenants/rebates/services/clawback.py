"""Taking back what one source gave (rebates.md 3.7, 8): the event `reverse`, with a second person's agreement.

What was paid stays paid: the reversing lines make the balance negative, and the next settlements are netted with it.
"""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError, InvalidInput, Refused
from tenants.approvals import services as approvals
from tenants.ibs.models import Partner
from tenants.outbox.services import announce
from tenants.rebates.engine.numbers import plain

from ..models import Clawback, Happening, Line
from . import reversing, subledger
from .reversing import Standing

KIND: Final = "rebate_clawback"
PERMISSION: Final = "rebates.approve"


@transaction.atomic
def ask_clawback(
    *, line: Line, reason: str, explanation: str, by: uuid.UUID, partner: Partner | None = None
) -> Clawback:
    """Of everything that the line's source gave, or of one partner's part. Nothing is posted before it is agreed to."""
    if reason not in Clawback.Reason.values:
        raise InvalidInput("Choose a reason.", field="reason")
    explanation = " ".join(explanation.split())
    if len(explanation) < 5:
        raise InvalidInput("Say in a sentence why: the partner reads it.", field="explanation")
    wish = Clawback(
        of_kind=line.source_kind, of_source=line.source, client_id=line.of_client_id, partner=partner, reason=reason,
        explanation=explanation[:400], requested_by=by, created_at=clock.now(),
    )  # fmt: skip
    reversing.one_at_a_time(wish.of_source)
    open_one = Clawback.objects.filter(
        of_kind=wish.of_kind, of_source=wish.of_source, partner=partner, state=Clawback.State.WAITING
    )
    if open_one.exists():
        raise Refused("This is waiting for a second person already. Nothing was asked again.")
    found = standing(wish)
    if not found:
        raise Refused("Nothing stands of this any more: it was taken back already, or never earned anything.")
    wish.approval_id = _ask(wish, found)
    wish.save(force_insert=True)
    return wish


@transaction.atomic
def take_clawback_decision(*, clawback_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> None:
    """What stands must still be what was agreed to; else nothing is taken back, and it says so."""
    wish = Clawback.objects.filter(id=clawback_id, approval_id=approval_id).first()
    if wish is None:
        return
    reversing.one_at_a_time(wish.of_source)
    wish.refresh_from_db()
    if wish.state != Clawback.State.WAITING:
        return
    wish.state, wish.ended_at = Clawback.State.REFUSED, clock.now()
    if approved:
        found = standing(wish)
        try:
            approvals.require_approved(approval_id=approval_id, facts=_facts(wish, found))
        except AtriumError as refusal:
            approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
        else:
            wish.lines = _post(wish, found)
            wish.state = Clawback.State.DONE
            approvals.note_result(approval_id=approval_id, done=True, text=f"{wish.lines} lines taken back")
    wish.save(update_fields=["state", "ended_at", "lines"])


def standing(wish: Clawback) -> list[Standing]:
    return reversing.standing(wish.of_source, wish.partner_id)


@transaction.atomic
def post_reversal(wish: Clawback) -> int:
    """One that was agreed to together with others: it is written with its lines, or not at all if nothing stands."""
    reversing.one_at_a_time(wish.of_source)
    found = standing(wish)
    wish.save(force_insert=True)
    wish.lines = _post(wish, found) if found else 0
    wish.save(update_fields=["lines"])
    return wish.lines


def _post(wish: Clawback, found: Sequence[Standing]) -> int:
    now = clock.now().replace(microsecond=0)
    event = Happening.objects.create(
        code=wish.code, kind=Happening.Kind.REVERSE, at=now, client_id=wish.client_id,
        facts={
            "of": wish.of_source, "reason": wish.reason,
            "partner": str(wish.partner.number) if wish.partner else None,
        },
    )  # fmt: skip
    lines = reversing.lines_of_reversal(event, found, at=now, batch_id=wish.id)
    Line.objects.bulk_create(lines)
    subledger.post(batch_id=wish.id, lines=lines)
    ids = sorted({str(line.partner_id) for line in lines if line.partner_id})
    announce("rebates.accrued", batch_id=str(wish.id), partner_ids=ids)
    return len(lines)


def _ask(wish: Clawback, found: Sequence[Standing]) -> uuid.UUID:
    return approvals.ask(
        kind=KIND,
        subject_id=wish.id,
        title=f"Take back what {wish.of_source} earned",
        facts=_facts(wish, found),
        permission=PERMISSION,
        requested_by=wish.requested_by,
        client_id=wish.client_id,
    ).id


def _facts(wish: Clawback, found: Sequence[Standing]) -> dict[str, str]:
    """Amounts of each party are in the words; the digest holds all of them, however many."""
    said = [
        f"{'IB' if one.of['party_kind'] == 'partner' else 'client'} {one.of['party']}: "
        f"{plain(one.amount)} {one.of['currency']}"
        for one in found
    ]
    return {
        "source": wish.of_source,
        "parties": "; ".join(said[:20]) + (f"; and {len(said) - 20} more" if len(said) > 20 else ""),
        "why": wish.explanation,
        "reason": wish.reason,
        "lines": hashlib.sha256("\n".join(said).encode()).hexdigest(),
    }
