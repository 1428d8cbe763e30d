"""Runs of the reconciliation: what agreed, what differed, who did not answer; and starting one by hand."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import NotFound
from portals.shared.paging import page_of
from portals.staff_console.access import permitted
from portals.staff_console.finance.tabs import tabs
from tenants.jobs.services import start
from tenants.payments.models import Finding, Reconciliation
from tenants.payments.models.cases import Verdict, Way
from tenants.staff.models import Member


@require_safe
@permitted("finance.view")
def runs(request: HttpRequest, member: Member) -> HttpResponse:
    rows = Reconciliation.objects.select_related("started_by")
    page = page_of(rows, request.GET.get("cursor", ""), by="started_at")
    context = {
        "tabs": tabs("finance_runs", member),
        "page": page,
        "newest": page.rows[0] if page.is_first and page.rows else None,
        "may_start": member.allows("finance.correct"),
    }
    return render(request, "staff_console/finance/runs.html", context)


@require_safe
@permitted("finance.view")
def run_page(request: HttpRequest, member: Member, run_id: uuid.UUID) -> HttpResponse:
    run = Reconciliation.objects.select_related("started_by").filter(id=run_id).first()
    if run is None:
        raise NotFound("There is no such reconciliation.")
    verdict = request.GET.get("verdict", "differing")
    way = request.GET.get("way", "")
    rows = Finding.objects.filter(run=run).select_related("case")
    rows = rows.exclude(verdict="matched") if verdict == "differing" else rows
    rows = rows.filter(verdict=verdict) if verdict in Verdict.values else rows
    rows = rows.filter(way=way) if way in Way.values else rows
    context = {
        "tabs": tabs("finance_runs", member),
        "run": run,
        "page": page_of(rows, request.GET.get("cursor", ""), by="id"),
        "verdict": verdict,
        "way": way,
        "verdicts": [("differing", _("Only differences")), ("all", _("Everything")), *Verdict.choices],
        "ways": Way.choices,
    }
    return render(request, "staff_console/finance/run.html", context)


@require_POST
@permitted("finance.correct")
def start_run(request: HttpRequest, member: Member) -> HttpResponse:
    """As work that one may leave; the bell tells its end."""
    job = start(kind="finance.reconcile", params={}, by=member, title=_("Reconciliation"))
    messages.success(request, _("The reconciliation runs. You may leave this page."))
    return redirect("job", job_id=job.id)
