"""What was booked wrongly is put right by another booking, which one colleague asks for and another approves."""

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError, Conflict, InvalidInput, NotFound, Refused
from atrium.kernel.money import Money
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.ledger import services as ledger
from tenants.ledger.types import Movement
from tenants.outbox.services import announce
from tenants.staff.models import Member

from .. import effects
from ..models import Case, Correction

KIND = "correction"
_ADJUSTED = "correction.adjusted"


def request_reversal(
    *, transaction_id: uuid.UUID, reason: str, by: Member, key: str, case: Case | None = None
) -> Correction:
    """The mirror image of a whole ledger transaction."""
    movements = effects.mirror(transaction_id)
    asked = Correction(kind=Correction.Kind.REVERSE, reverses=transaction_id)
    return _ask(asked, movements, reason, by, key, case)


def request_adjustment(
    *, debit: str, credit: str, money: Money, reason: str, by: Member, key: str, case: Case | None = None
) -> Correction:
    """Money from one named account to another."""
    movement = effects.adjustment(debit, credit, money)
    asked = Correction(kind=Correction.Kind.ADJUST, debit=debit, credit=credit)
    return _ask(asked, [movement], reason, by, key, case)


def request_explanation(*, case: Case, reason: str, by: Member, key: str) -> Correction:
    """Nothing is booked: the difference has a reason that a second person accepts."""
    asked = Correction(kind=Correction.Kind.EXPLAIN)
    return _ask(asked, [], reason, by, key, case)


def _ask(
    correction: Correction,
    movements: Sequence[Movement],
    reason: str,
    by: Member,
    key: str,
    case: Case | None,
) -> Correction:
    if not by.allows("finance.correct"):
        raise NotFound("There is no such page, or it is not yours.")
    if not reason.strip():
        raise InvalidInput(
            "Say why: the second person decides from it, and an auditor reads it later.", field="reason"
        )
    before = Correction.objects.filter(key=key).first()
    if before is not None:
        return before
    with transaction.atomic():
        case = _case_to_correct(case)
        first = movements[0].money if movements else Money(0, case.currency if case else "USD")
        correction.case, correction.reason, correction.key = case, reason.strip()[:300], key
        correction.amount_minor = sum(
            one.money.amount_minor for one in movements if one.money.currency == first.currency
        )
        correction.currency = first.currency
        correction.explains_minor = effects.explained(case, movements) if case else 0
        correction.asked_by, correction.asked_at = by.user, clock.now()
        try:
            with transaction.atomic():
                correction.save(force_insert=True)
        except IntegrityError as error:
            raise Conflict(
                "A correction of this waits for its approval already. Nothing was asked twice."
            ) from error
        correction.approval_id = _approval(correction, movements).id
        correction.save(update_fields=["approval_id"])
        if case is not None:
            case.state = Case.State.PROPOSED
            case.save(update_fields=["state"])
            _tell(
                case,
                "proposed",
                f"{correction.get_kind_display()} asked for by {by.user.name}: {correction.reason}",
            )
    return correction


def _case_to_correct(case: Case | None) -> Case | None:
    if case is None:
        return None
    case = Case.objects.select_for_update().get(id=case.id)
    if case.state == Case.State.CLOSED:
        raise Refused("This case is closed. Nothing was asked for.")
    if case.state == Case.State.PROPOSED:
        raise Conflict("A correction of this case waits for its approval already. Nothing was asked twice.")
    return case


def _approval(correction: Correction, movements: Sequence[Movement]) -> Approval:
    return approvals.ask(
        kind=KIND,
        subject_id=correction.id,
        title=f"Correction: {_title(correction, movements)}",
        facts=_facts(correction, movements),
        permission="finance.approve",
        requested_by=correction.asked_by_id,
        money=correction.money if movements else None,
    )


def _title(correction: Correction, movements: Sequence[Movement]) -> str:
    if not movements:
        return f"case {correction.case.number} explained" if correction.case else "explained"
    what = "mirror image of a booking, " if correction.kind == Correction.Kind.REVERSE else ""
    return f"{what}{movements[0].money} from {movements[0].debit} to {movements[0].credit}"


def _facts(correction: Correction, movements: Sequence[Movement]) -> dict[str, str]:
    case = correction.case
    return {
        "what": correction.get_kind_display(),
        "case": f"{case.number}: {case.get_verdict_display()}, {case.reference}" if case else "",
        "amount": str(correction.money) if movements else "",
        "booking": "; ".join(f"{one.money} from {one.debit} to {one.credit}" for one in movements),
        "reverses": str(correction.reverses or ""),
        "reason": correction.reason,
    }


def take_correction_decision(*, correction_id: uuid.UUID, approval_id: uuid.UUID, outcome: str) -> Correction:
    """After `approval.decided`: booked once however often this is told."""
    with transaction.atomic():
        correction = Correction.objects.select_for_update(of=("self",)).filter(id=correction_id).first()
        if correction is None or correction.approval_id != approval_id:
            raise NotFound("There is no such correction.")
        if correction.state != Correction.State.ASKED:
            return correction
        asked_of = correction.case_id
        case = Case.objects.select_for_update().filter(id=asked_of).first() if asked_of else None
        if outcome == "approved":
            _book(correction, approval_id)
        else:
            taken_back = outcome == "withdrawn"
            why = "Taken back by the one who asked." if taken_back else "Refused by a second person."
            _end(correction, Correction.State.REFUSED, why)
        if case is not None:
            _follow(case, correction)
    return correction


def _book(correction: Correction, approval_id: uuid.UUID) -> None:
    try:
        with transaction.atomic():
            movements = effects.of(correction)
            # What was approved is what is booked now, account by account.
            approvals.require_approved(
                approval_id=approval_id,
                facts=_facts(correction, movements),
                money=correction.money if movements else None,
            )
            correction.transaction_id = _post(correction, movements)
    except AtriumError as refusal:
        _end(correction, Correction.State.FAILED, refusal.message)
        approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
    else:
        _end(correction, Correction.State.POSTED, "")
        text = "Booked to the ledger" if movements else "Noted; nothing was booked"
        approvals.note_result(approval_id=approval_id, done=True, text=text)


def _post(correction: Correction, movements: Sequence[Movement]) -> uuid.UUID | None:
    key = f"cor:{correction.id}"
    if correction.reverses is not None:
        return ledger.reverse(transaction_id=correction.reverses, key=key).transaction_id
    return ledger.post(movements=movements, key=key).transaction_id if movements else None


def _end(correction: Correction, state: str, result: str) -> None:
    correction.state, correction.result, correction.ended_at = state, result[:300], clock.now()
    correction.save()
    announce("correction.ended", correction_id=str(correction.id), state=state)


def _follow(case: Case, correction: Correction) -> None:
    if correction.state == Correction.State.POSTED:
        case.explained_minor += correction.explains_minor
        case.state = Case.State.BOOKED
        _tell(case, "booked", f"{correction}: booked. The next run sees whether the difference is gone.")
    else:
        case.state = Case.State.OPEN
        _tell(case, "refused", f"{correction}: {correction.result}")
    case.save(update_fields=["explained_minor", "state"])


def _tell(case: Case, verb: str, text: str) -> None:
    note(subject_kind="case", subject_id=case.id, verb=f"case.{verb}", text=text)
    announce("case.changed", case_id=str(case.id), state=case.state)
