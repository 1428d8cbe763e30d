"""A past period computed again: the difference by partner and line is shown, a second person agrees, and it is posted as shown."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.approvals import selectors as asked
from tenants.approvals import services as approvals
from tenants.jobs import services as jobs
from tenants.jobs.models import Job
from tenants.ledger import selectors as ledger
from tenants.numbering.services import next_number
from tenants.outbox.services import announce
from tenants.staff.models import Member
from tenants.staff.selectors import member_of

from ..bulk.events import BEGINNING
from ..gather import in_force
from ..models import Difference, Line, Recalculation
from . import differences, period_events, periods, reversing, simulation, subledger
from .accrual import one_at_a_time
from .correction import Change, lines_of_change, standing
from .whatif import period_to_compute

COMPUTE: Final = "rebates.recalculation"
POST: Final = "rebates.recalculation.post"
APPROVAL: Final = "recalculation"
MOST_DAYS: Final = 400
CHUNK: Final = 300
_OPEN: Final = (
    Recalculation.State.COMPUTING,
    Recalculation.State.READY,
    Recalculation.State.ASKED,
    Recalculation.State.POSTING,
)


@transaction.atomic
def start_recalculation(*, since: datetime, until: datetime, reason: str, by: Member) -> Recalculation:
    """Under the plans, the tree and the facts as they are known now. Nothing is posted by it."""
    if not by.allows("rebates.manage"):
        raise NotFound("There is no such page, or it is not yours.")
    if not reason.strip():
        raise InvalidInput(
            "Say why: the second person decides from it, and an auditor reads it.", field="reason"
        )
    period_to_compute(since, until, most_days=MOST_DAYS)
    until = min(until, clock.now())
    _refuse_if_open(since, until)
    found = Recalculation.objects.create(
        number=next_number("recalculation"),
        since=since,
        until=until,
        reason=reason.strip()[:300],
        asked_by=by.user,
    )
    total = periods.count(since, until)
    job = jobs.start(
        kind=COMPUTE, params={"recalculation": str(found.id)}, by=by, title=str(found), total=total
    )
    found.job_id = job.id
    found.save(update_fields=["job_id"])
    _tell(found, "started", f"{by.user.name} computes {differences.period_of(found)} again: {found.reason}")
    return found


def compute_as_work(run: jobs.Run) -> None:
    """Piece by piece; the differences of a piece and the place are committed together."""
    found = _of(run.params["recalculation"])
    published = simulation.as_published(found.since, found.until)
    after = periods.read_key(run.state)
    for stretch in periods.stretches(
        since=found.since, until=found.until, plans=published, after=after, alive=run.still_at_it
    ):
        with run.chunk():
            rows = list(differences.of_stretch(found, stretch))
            Difference.objects.bulk_create(rows, batch_size=500)
            Recalculation.objects.filter(id=found.id).update(
                deals=F("deals") + len(stretch.deals),
                lines=F("lines") + len(rows),
                left_out=F("left_out") + len(stretch.left_out),
            )
            run.checkpoint(
                {**run.state, "after": periods.written(stretch.key)},
                done=run.progress.done + len(stretch.deals),
            )
    _compare_events(run, found)
    _ready(found.id)
    found.refresh_from_db()
    run.finish(
        f"{found.deals:,} deals computed again, {found.lines:,} lines differ. Nothing is posted yet.",
        result={"recalculation": str(found.id)},
    )


def _compare_events(run: jobs.Run, found: Recalculation) -> None:
    """Acquisitions, leads, copy fees and net losses, group after group. A deposit of long ago may pay in these days, under the
    plan of its own time."""
    plans = list(in_force(BEGINNING, found.until))
    for group in period_events.groups(plans, found.until, period_events.read_place(run.state)):
        with run.chunk():
            rows = list(differences.of_group(found, group))
            Difference.objects.bulk_create(rows, batch_size=500)
            Recalculation.objects.filter(id=found.id).update(
                lines=F("lines") + len(rows), left_out=F("left_out") + group.left_out
            )
            run.checkpoint(
                {**run.state, "events": period_events.written(group.place)}, done=run.progress.done
            )


@transaction.atomic
def ask_to_post(*, recalculation_id: uuid.UUID, by: Member) -> Recalculation:
    if not by.allows("rebates.manage"):
        raise NotFound("There is no such recalculation, or it is not yours.")
    found = _of(recalculation_id, lock=True)
    if found.state != Recalculation.State.READY:
        raise Refused(f"This recalculation is {found.get_state_display().lower()}. Nothing was asked for.")
    if not found.lines:
        raise Refused("No line differs: there is nothing to post.")
    found.approval_id = approvals.ask(
        kind=APPROVAL,
        subject_id=found.id,
        title=f"{found}: {differences.period_of(found)}",
        facts=differences.facts(found),
        permission="rebates.approve",
        requested_by=by.user.id,
    ).id
    found.state = Recalculation.State.ASKED
    found.save(update_fields=["state", "approval_id"])
    _tell(found, "asked", f"{by.user.name} asked to post {found.lines:,} differences")
    return found


@transaction.atomic
def drop_recalculation(*, recalculation_id: uuid.UUID, by: Member) -> Recalculation:
    """Nothing was posted of it, and nothing will be."""
    if not by.allows("rebates.manage"):
        raise NotFound("There is no such recalculation, or it is not yours.")
    found = _of(recalculation_id, lock=True)
    if found.state != Recalculation.State.READY and not is_stopped(found, Recalculation.State.COMPUTING):
        raise Refused(f"This recalculation is {found.get_state_display().lower()} and cannot be dropped.")
    return _ended(found, Recalculation.State.DROPPED, f"Dropped by {by.user.name}")


@transaction.atomic
def take_recalculation_decision(
    *, recalculation_id: uuid.UUID, approval_id: uuid.UUID, outcome: str
) -> Recalculation:
    """After `approval.decided`, once however often it is told. Posting is work of its own, in pieces."""
    found = _of(recalculation_id, lock=True)
    if found.approval_id != approval_id or found.state != Recalculation.State.ASKED:
        return found
    if outcome != "approved":
        why = "Taken back by the one who asked" if outcome == "withdrawn" else "Refused by a second person"
        return _ended(found, Recalculation.State.REFUSED, why)
    if approvals.approved(approval_id=approval_id).facts["fingerprint"] != differences.fingerprint(found):
        approvals.note_result(
            approval_id=approval_id, done=False, text="The differences are not those that were approved."
        )
        return _ended(found, Recalculation.State.REFUSED, "The differences are not those that were approved")
    job = jobs.start(
        kind=POST,
        params={"recalculation": str(found.id)},
        by=_who_posts(found, approval_id),
        title=f"Posting {found}",
        total=found.lines,
    )
    found.state, found.job_id = Recalculation.State.POSTING, job.id
    found.save(update_fields=["state", "job_id"])
    return found


def post_as_work(run: jobs.Run) -> None:
    """A piece and its ledger transaction are committed together; a line that changed since is left alone and counted."""
    found = _of(run.params["recalculation"])
    while rows := list(found.differences.filter(id__gt=run.state.get("after", 0)).order_by("id")[:CHUNK]):
        with run.chunk():
            left = _post(found, [row for row in rows if not row.posted])
            state = {"after": rows[-1].pk, "left": run.state.get("left", 0) + left}
            run.checkpoint(state, done=run.progress.done + len(rows))
    left = run.state.get("left", 0)
    text = f"{found.lines - left:,} lines corrected" + (
        f", {left:,} had changed since and stay as they are" if left else ""
    )
    with transaction.atomic():
        posted = _of(found.id, lock=True)
        if posted.state == Recalculation.State.POSTING:
            _ended(posted, Recalculation.State.POSTED, text)
            assert posted.approval_id is not None
            approvals.note_result(approval_id=posted.approval_id, done=True, text=text)
    run.finish(f"{text}.", result={"recalculation": str(found.id)})


@transaction.atomic
def go_on_posting(*, recalculation_id: uuid.UUID, by: Member) -> Recalculation:
    """Posting that stopped half-way begins again behind what it posted."""
    found = _of(recalculation_id, lock=True)
    if not by.allows("rebates.manage") or not is_stopped(found, Recalculation.State.POSTING):
        raise NotFound("There is no such recalculation, or nothing of it stopped.")
    params = {"recalculation": str(found.id)}
    found.job_id = jobs.start(kind=POST, params=params, by=by, title=f"Posting {found}", total=found.lines).id
    found.save(update_fields=["job_id"])
    return found


def is_stopped(found: Recalculation, state: str) -> bool:
    """The work of this state ended without reaching the next one."""
    if found.job_id is None or found.state != state:
        return False
    over = Job.objects.filter(id=found.job_id, state__in=[Job.State.FAILED, Job.State.CANCELLED])
    return over.exists()


def _post(found: Recalculation, rows: Sequence[Difference]) -> int:
    """How many were left alone, because another correction came first."""
    deals = _deals_of(rows)
    one_at_a_time(found.id)
    stands, closed = standing(deals) | period_events.standing_named(rows), ledger.locked_through()
    lines: list[Line] = []
    done = []
    for row in rows:
        now = differences.read(row.row) if row.row else None
        identity = (row.source_kind, row.source, row.plan_code, row.leg, row.party_kind, row.party)
        there = stands.get(identity)
        was = there.line if there else None
        if (was.pk if was else None) != row.was_line or (there.generation if there else -1) != row.generation:
            continue
        lines += lines_of_change(Change(identity, was, now, row.generation), found.id, closed)
        done.append(row.pk)
    Line.objects.bulk_create(lines, batch_size=1000)
    subledger.post(batch_id=found.id, lines=lines)
    reversing.follow(lines, found.id)
    found.differences.filter(id__in=done).update(posted=True)
    partners = sorted({str(line.partner_id) for line in lines if line.partner_id and line.amount})
    if lines:
        announce("rebates.accrued", batch_id=str(found.id), partner_ids=partners)
    return len(rows) - len(done)


def _deals_of(rows: Sequence[Difference]) -> list[int]:
    """Of the lines that stand, and of those that are to come."""
    there = Line.objects.filter(id__in=[row.was_line for row in rows if row.was_line]).values_list(
        "deal_id", flat=True
    )
    coming = {row.row["deal_id"] for row in rows if row.row}
    return sorted({one for one in (*there, *coming) if one is not None})


@transaction.atomic
def _ready(recalculation_id: uuid.UUID) -> None:
    found = _of(recalculation_id, lock=True)
    if found.state == Recalculation.State.COMPUTING:
        found.state, found.fingerprint = Recalculation.State.READY, differences.fingerprint(found)
        found.save(update_fields=["state", "fingerprint"])
        announce("recalculation.changed", recalculation_id=str(found.id))


def _refuse_if_open(since: datetime, until: datetime) -> None:
    """Two over the same days would each post what the other posted."""
    other = Recalculation.objects.filter(state__in=_OPEN, since__lt=until, until__gt=since).first()
    if other is not None:
        raise Refused(
            f"{other} of {differences.period_of(other)} is not over. Post it or drop it first.", field="since"
        )


def _who_posts(found: Recalculation, approval_id: uuid.UUID) -> Member:
    """The one who asked, if still a colleague; else whoever agreed."""
    decision = asked.approval(approval_id).decision
    for user in (found.asked_by, decision.by if decision else None):
        member = member_of(user) if user is not None else None
        if member is not None and member.allows("partners.view"):
            return member
    raise Refused("Nobody who asked or agreed may post it any more. Ask for it again.")


def _of(recalculation_id: uuid.UUID | str, *, lock: bool = False) -> Recalculation:
    rows = Recalculation.objects.select_for_update(of=("self",)) if lock else Recalculation.objects.all()
    found = rows.select_related("asked_by").filter(id=recalculation_id).first()
    if found is None:
        raise NotFound("There is no such recalculation.")
    return found


def _ended(found: Recalculation, state: str, text: str) -> Recalculation:
    found.state, found.result, found.ended_at = state, text[:300], clock.now()
    found.save(update_fields=["state", "result", "ended_at"])
    _tell(found, state, text)
    return found


def _tell(found: Recalculation, verb: str, text: str) -> None:
    note(subject_kind="recalculation", subject_id=found.id, verb=verb, text=text)
    announce("recalculation.changed", recalculation_id=str(found.id))
