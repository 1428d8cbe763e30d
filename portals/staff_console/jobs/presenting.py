"""A job as a page shows it: what of it the reader may do, and the rows it left out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.jobs import registry
from tenants.jobs.models import Job, Outcome
from tenants.jobs.types import Kind
from tenants.leads.models import Lead
from tenants.leads.selectors import visible_ids
from tenants.staff.models import Member

SHOWN = 100
STATES = {
    "queued": ("wait", gettext_lazy("Waiting")),
    "running": ("busy", gettext_lazy("Running")),
    "done": ("good", gettext_lazy("Done")),
    "failed": ("bad", gettext_lazy("Failed")),
    "cancelled": ("none", gettext_lazy("Cancelled")),
}


def word_of(job: Job) -> str:
    return _("Stopping") if job.cancel_asked and not job.is_over else str(STATES[job.state][1])


@dataclass(frozen=True)
class LeftOut:
    line: int
    reason: str
    what: str
    lead: Lead | None


@dataclass(frozen=True)
class Shown:
    job: Job
    kind: Kind
    mine: bool
    may: bool

    @property
    def tone(self) -> str:
        return STATES[self.job.state][0]

    @property
    def word(self) -> str:
        return word_of(self.job)

    @property
    def may_cancel(self) -> bool:
        return not self.job.is_over and not self.job.cancel_asked

    @property
    def may_undo(self) -> bool:
        open_to = self.job.is_over and bool(self.kind.undo) and not self.job.files_gone and self.may
        counts = self.counts
        did = counts.get("created", 0) + counts.get("changed", 0) > 0 or self.job.state != Job.State.DONE
        return open_to and did and not self.job.undone_by.exclude(state=Job.State.FAILED).exists()

    @property
    def undone_by(self) -> Job | None:
        return self.job.undone_by.order_by("-created_at").first()

    @property
    def has_file(self) -> bool:
        return self.mine and self.may and bool(self.job.output_name) and not self.job.files_gone

    @property
    def counts(self) -> dict[str, int]:
        found = self.job.result.get("counts") or self.job.progress.checkpoint.get("counts") or {}
        return {name: int(value) for name, value in found.items() if isinstance(value, int)}

    @property
    def import_id(self) -> str:
        return str(self.job.params.get("import_id", "")) if self.mine else ""

    @property
    def took(self) -> str:
        if not self.job.started_at:
            return ""
        end = self.job.ended_at or datetime.now(tz=self.job.started_at.tzinfo)
        seconds = int((end - self.job.started_at).total_seconds())
        return _("%(s)s s") % {"s": seconds} if seconds < 90 else _("%(m)s min") % {"m": seconds // 60}

    def left_out(self) -> list[LeftOut]:
        """The first of them, for the starter; leads with a link where they are the reader's to see."""
        if not self.mine:
            return []
        whats = [Outcome.What.REFUSED, Outcome.What.SKIPPED]
        rows = list(Outcome.objects.filter(job=self.job, what__in=whats).order_by("line")[:SHOWN])
        return _with_leads(rows, self.viewer)

    @property
    def viewer(self) -> Member:
        return Member.objects.get(user=self.job.started_by)


def shown(job: Job, member: Member) -> Shown:
    kind = registry.shown(job.kind)
    return Shown(job, kind, job.started_by_id == member.user_id, member.allows(kind.permission))


def _with_leads(rows: list[Any], member: Member) -> list[LeftOut]:
    ids = visible_ids(member, {row.subject_id for row in rows if row.subject_id})
    leads = {lead.id: lead for lead in Lead.objects.filter(id__in=ids)}
    return [LeftOut(row.line, row.reason, row.what, leads.get(row.subject_id)) for row in rows]
