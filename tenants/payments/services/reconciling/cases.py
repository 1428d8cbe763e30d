"""From what was found to cases, and what people note about them."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.identity.models import User
from tenants.numbering.services import next_numbers
from tenants.outbox.services import announce

from ...engine.comparing import MATCHED, Found
from ...models import Case, Finding, Reconciliation
from .sources import Source

_FACTS = ("verdict", "ours_minor", "theirs_minor", "account", "seen_at", "state", "closed_at", "closed_why")


def keep(run: Reconciliation, source: Source, findings: Sequence[Found]) -> tuple[int, int]:
    """Rows of the run, new cases and closed ones, in one transaction. How many were opened and closed."""
    now = clock.now()
    with transaction.atomic():
        standing = {one.fingerprint: one for one in findings if one.verdict != MATCHED}
        known = {
            case.fingerprint: case
            for case in Case.objects.select_for_update().filter(way=source.way, source=source.code)
            .filter(Q(fingerprint__in=list(standing)) | ~Q(state=Case.State.CLOSED))
        }  # fmt: skip
        opened = _open(run, [one for name, one in standing.items() if name not in known])
        again = [_seen(known[name], one, now) for name, one in standing.items() if name in known]
        Case.objects.bulk_update([case for case, _ in again], _FACTS, batch_size=500)
        for case in opened:
            _tell(case, "opened", f"Found: {case.get_verdict_display().lower()}")
        for case in (case for case, is_back in again if is_back):
            _tell(case, "opened", "The difference is there again")
        gone = [
            case for name, case in known.items() if name not in standing and case.state != Case.State.CLOSED
        ]
        for case in gone:
            _close(case, "The difference is gone.")
        cases = {case.fingerprint: case.id for case in [*opened, *known.values()]}
        Finding.objects.bulk_create(
            (
                _row(run, one, cases.get(one.fingerprint) if one.verdict != MATCHED else None)
                for one in findings
            ),
            batch_size=1000,
        )
    return len(opened) + sum(is_back for _, is_back in again), len(gone)


def _open(run: Reconciliation, new: Sequence[Found]) -> list[Case]:
    if not new:
        return []
    now, numbers = clock.now(), next_numbers("case", len(new))
    cases = [
        Case(
            number=number, fingerprint=one.fingerprint, found_in=run, found_at=now, seen_at=now, **_facts(one)
        )
        for number, one in zip(numbers, new, strict=True)
    ]
    return Case.objects.bulk_create(cases, batch_size=500)


def _facts(one: Found) -> dict[str, object]:
    return {
        "way": one.way,
        "source": one.source,
        "subject": one.key.subject,
        "reference": one.key.reference[:200],
        "verdict": one.verdict,
        "ours_minor": one.ours,
        "theirs_minor": one.theirs,
        "currency": one.key.currency,
        "account": one.account,
        "since": one.at,
        "record_kind": one.record_kind,
        "record_id": one.record_id,
    }


def _row(run: Reconciliation, one: Found, case_id: uuid.UUID | None) -> Finding:
    return Finding(run=run, case_id=case_id, **_facts(one))


def _seen(case: Case, one: Found, now: object) -> tuple[Case, bool]:
    """As it stands now. A case that was closed or booked and differs again is open again."""
    is_back = case.state in (Case.State.CLOSED, Case.State.BOOKED)
    case.verdict, case.ours_minor, case.theirs_minor = one.verdict, one.ours, one.theirs
    case.account, case.seen_at = one.account or case.account, clock.now()
    if is_back:
        case.state, case.closed_at, case.closed_why = Case.State.OPEN, None, ""
    return case, is_back


def close_case(*, case: Case, why: str) -> None:
    with transaction.atomic():
        _close(case, why)


def _close(case: Case, why: str) -> None:
    case.state, case.closed_at, case.closed_why = Case.State.CLOSED, clock.now(), why[:300]
    case.save(update_fields=["state", "closed_at", "closed_why"])
    _tell(case, "closed", f"Closed: {why}")


@transaction.atomic
def own_case(*, case_id: uuid.UUID, owner: User | None) -> Case:
    case = locked(case_id)
    if case.state == Case.State.CLOSED:
        raise Refused("This case is closed. Nothing was changed.")
    case.owner = owner
    case.save(update_fields=["owner"])
    _tell(case, "assigned", f"Looked after by {owner.name}" if owner else "Looked after by nobody")
    return case


@transaction.atomic
def note_on_case(*, case_id: uuid.UUID, text: str) -> Case:
    case = locked(case_id)
    if not text.strip():
        raise InvalidInput("Write what you found out.", field="text")
    _tell(case, "noted", text.strip()[:2000])
    return case


def locked(case_id: uuid.UUID) -> Case:
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotFound("There is no such case.")
    return case


def _tell(case: Case, verb: str, text: str) -> None:
    note(subject_kind="case", subject_id=case.id, verb=f"case.{verb}", text=text)
    announce("case.changed", case_id=str(case.id), state=case.state)
