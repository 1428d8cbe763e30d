"""One run over all sources: asked outside any transaction, kept source by source."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Min, Sum

from atrium.kernel import clock
from atrium.kernel.errors import Conflict
from tenants.identity.models import User
from tenants.jobs.services import Run
from tenants.notifications.services import notify
from tenants.outbox.services import announce
from tenants.staff.selectors import members_who_may

from ...engine.comparing import MATCHED
from ...models import Case, Correction, Reconciliation
from . import banks, books, platforms, providers
from .cases import keep
from .sources import LEDGER_READ, WINDOW, Asking, NotAsked, Source

log = logging.getLogger(__name__)
Tell = Callable[[int, int, str], None]
_DEAD: Final = timedelta(hours=3)
"""A run that has not ended by then has lost its worker."""


def reconcile_as_work(turn: Run) -> None:
    """The same as long work that somebody started and watches."""
    run = reconcile(
        by=turn.job.started_by, tell=lambda done, total, phase: turn.step(done, total, phase=phase)
    )
    text = f"{run.matched:,} agree, {run.differing:,} differ; {run.opened} cases opened, {run.closed} closed."
    if run.unasked:
        text += " Not asked: " + ", ".join(one["label"] for one in run.unasked) + "."
    turn.finish(text, result={"run": str(run.id)})


def reconcile(*, by: User | None = None, tell: Tell = lambda done, total, phase: None) -> Reconciliation:
    """Every source that answers. One that does not is named in the run, and nothing is said about it."""
    run = _begin(by)
    try:
        sources = [*platforms.sources(), *providers.sources(), *banks.sources(), *books.sources()]
        for at, source in enumerate(sources):
            tell(at, len(sources), source.label)
            _work(run, source)
    except BaseException:
        _end(run, Reconciliation.State.FAILED)
        raise
    tell(len(sources), len(sources), "")
    return _end(run, Reconciliation.State.PARTLY if run.unasked else Reconciliation.State.DONE)


def _begin(by: User | None) -> Reconciliation:
    now = clock.now()
    Reconciliation.objects.filter(state="running", started_at__lt=now - _DEAD).update(
        state="failed", ended_at=now
    )
    try:
        with transaction.atomic():
            return Reconciliation.objects.create(since=_since(), started_at=now, started_by=by)
    except IntegrityError as error:
        raise Conflict(
            "A reconciliation is running already. Look at it; nothing was started twice."
        ) from error


def _work(run: Reconciliation, source: Source) -> None:
    explained, booked = _accounted_for(source)
    asking = Asking(clock.now(), run.since, explained, booked)
    try:
        findings = list(source.compare(asking))
    except NotAsked as silence:
        run.unasked.append(
            {"way": source.way, "code": source.code, "label": source.label, "why": str(silence)}
        )
        return
    opened, closed = keep(run, source, findings)
    agreeing = sum(one.verdict == MATCHED for one in findings)
    run.matched, run.differing = run.matched + agreeing, run.differing + len(findings) - agreeing
    run.opened, run.closed = run.opened + opened, run.closed + closed
    run.sources.append(
        {
            "way": source.way, "code": source.code, "label": source.label, "matched": agreeing,
            "differing": len(findings) - agreeing,
        }
    )  # fmt: skip


def _accounted_for(source: Source) -> tuple[dict[str, int], dict[str, int]]:
    rows = Correction.objects.filter(state="posted", case__way=source.way, case__source=source.code)
    sums = rows.values_list("case__fingerprint", "case__subject", "kind").annotate(sum=Sum("explains_minor"))
    explained: dict[str, int] = {}
    booked: dict[str, int] = {}
    for fingerprint, subject, kind, minor in sums.order_by():
        is_booked = kind != Correction.Kind.EXPLAIN
        if is_booked:
            booked[fingerprint] = booked.get(fingerprint, 0) + minor
        if not (is_booked and subject in LEDGER_READ):
            explained[fingerprint] = explained.get(fingerprint, 0) + minor
    return explained, booked


def _since() -> datetime:
    """Further back where a case is still open, so that it is looked at again."""
    oldest = Case.objects.exclude(state=Case.State.CLOSED).aggregate(at=Min("since"))["at"]
    window = clock.now() - WINDOW
    return min(window, oldest - timedelta(days=1)) if oldest else window


def _end(run: Reconciliation, state: str) -> Reconciliation:
    run.state, run.ended_at = state, clock.now()
    with transaction.atomic():
        run.save()
        announce("reconciliation.ended", run_id=str(run.id), state=state, opened=run.opened)
    return run


def tell_opened(*, run_id: uuid.UUID) -> None:
    run = Reconciliation.objects.get(id=run_id)
    notify(
        users=[member.user_id for member in members_who_may("finance.correct")],
        kind="finance.cases",
        title=f"{run.opened} new {'difference' if run.opened == 1 else 'differences'} in the reconciliation",
        text=f"{run.matched:,} agree, {run.differing:,} differ.",
        url=f"/finance/reconciliation/{run.id}/",
        key=f"reconciliation:{run.id}",
    )
