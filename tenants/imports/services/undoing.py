"""An import is taken back: leads it made that nobody has touched since, and what it completed where that still stands."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from tenants.activity.models import Entry
from tenants.activity.services import note_many
from tenants.jobs.models import Job, Outcome
from tenants.jobs.rules import rows as said
from tenants.jobs.services import Run, note_outcomes
from tenants.jobs.services.outcomes import Line
from tenants.leads.models import Lead, StatusChange
from tenants.leads.services import indexing
from tenants.leads.services.scoring import score_leads
from tenants.outbox.services import announce
from tenants.search.services import forget
from tenants.work.models import Note, Task

from .checking import importer
from .completing import FIELDS

CHUNK: Final = 500
TOUCHED: Final = "Lead {number} has been worked on since, and stays."


def take_back(run: Run) -> None:
    done = Job.objects.get(id=run.params["job_id"])
    rows = Outcome.objects.filter(job=done, what__in=["created", "changed"]).order_by("line")
    run.step(run.progress.done, rows.count(), phase="Taking back")
    while batch := list(rows.filter(line__gt=run.state.get("line", -1))[:CHUNK]):
        with run.chunk():
            importer(run)
            lines = _undo([row for row in batch if row.what == "created"])
            lines += _put_back([row for row in batch if row.what == "changed"])
            note_outcomes(run.job, lines)
            counts = dict(run.state.get("counts", {}))
            for line in lines:
                counts[line.what] = counts.get(line.what, 0) + 1
            run.checkpoint({"line": batch[-1].line, "counts": counts}, done=run.progress.done + len(batch))
    counts = run.state.get("counts", {})
    kept = counts.get("refused", 0)
    text = f"{said(counts.get('changed', 0))} taken back"
    run.finish(
        f"{text}, {kept:,} kept because somebody has worked on them since." if kept else f"{text}.",
        result={"counts": counts},
    )


def _undo(rows: Sequence[Outcome]) -> list[Line]:
    ids = [row.subject_id for row in rows if row.subject_id]
    leads = {lead.id: lead for lead in Lead.objects.select_for_update().filter(id__in=ids).order_by("id")}
    touched = _touched(leads)
    free = [lead_id for lead_id in leads if lead_id not in touched]
    _remove(free)
    return [_line(row, leads, touched) for row in rows]


def _line(row: Outcome, leads: dict[UUID, Lead], touched: set[UUID]) -> Line:
    lead = leads.get(row.subject_id) if row.subject_id else None
    if lead is None:
        return Line(row.line, "refused", row.subject_id, "It is gone already.")
    if lead.id in touched:
        return Line(row.line, "refused", lead.id, TOUCHED.format(number=lead.number))
    return Line(row.line, "changed", lead.id)


def _touched(leads: dict[UUID, Lead]) -> set[UUID]:
    """Changed, contacted, registered, merged, noted on, or with a task: anything but its own creation."""
    moved = {
        lead.id
        for lead in leads.values()
        if lead.version != 1
        or lead.last_contact_at
        or lead.person_id
        or lead.merged_into_id
        or lead.status != "lead"
    }
    said = Entry.objects.filter(subject_kind="lead", subject_id__in=list(leads)).exclude(verb="created")
    about: Any = Q(subject_kind="lead", subject_id__in=list(leads))
    rows = (
        *said.values_list("subject_id", flat=True),
        *Task.objects.filter(about).values_list("subject_id", flat=True),
        *Note.objects.filter(about).values_list("subject_id", flat=True),
        *Lead.objects.filter(merged_into__in=list(leads)).values_list("merged_into_id", flat=True),
    )
    return moved.union(one for one in rows if one)


def _remove(ids: Sequence[UUID]) -> None:
    if not ids:
        return
    forget(ids)
    Entry.objects.filter(subject_kind="lead", subject_id__in=ids).delete()
    StatusChange.objects.filter(lead_id__in=ids).delete()
    Lead.objects.filter(id__in=ids).delete()
    announce("leads.removed", lead_ids=[str(lead_id) for lead_id in ids])


def _put_back(rows: Sequence[Outcome]) -> list[Line]:
    found = Lead.objects.select_for_update().filter(id__in=[row.subject_id for row in rows]).order_by("id")
    leads, lines, back = {lead.id: lead for lead in found}, [], []
    for row in rows:
        lead, before = leads.get(row.subject_id) if row.subject_id else None, row.before or {}
        if lead is None or lead.version != before.get("version"):
            number = lead.number if lead else "?"
            lines.append(Line(row.line, "refused", row.subject_id, TOUCHED.format(number=number)))
            continue
        for name in before["fields"]:
            setattr(lead, name, None if name == "birth_date" else "")
        lead.version += 1
        back.append(lead)
        lines.append(Line(row.line, "changed", lead.id))
    if back:
        Lead.objects.bulk_update(back, [*FIELDS, "version"], batch_size=CHUNK)
        note_many(
            subject_kind="lead",
            subject_ids=[lead.id for lead in back],
            verb="completed",
            text="Completion taken back",
        )
        score_leads([lead.id for lead in back])
        indexing.index(back)
        announce("leads.changed", lead_ids=[str(lead.id) for lead in back])
    return lines
