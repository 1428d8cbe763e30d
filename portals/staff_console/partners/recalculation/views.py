"""Recalculation: a past period computed again, its difference by partner and line, asked about, posted."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.charts import Chart, Series
from portals.shared.paging import page_of
from portals.shared.refusals import show_in, telling
from portals.staff_console.access import permitted
from portals.staff_console.partners.plans.forms import ReasonedPeriodForm
from portals.staff_console.partners.tabs import tabs
from tenants.jobs.models import Job
from tenants.ledger import selectors as ledger
from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.models import Recalculation
from tenants.rebates.services import replay
from tenants.staff.models import Member

PARTNERS = 50
DRAWN = 12


@require_safe
@permitted("partners.view")
def listing(request: HttpRequest, member: Member) -> HttpResponse:
    return _listed(request, member, ReasonedPeriodForm())


@require_POST
@permitted("rebates.manage")
def start(request: HttpRequest, member: Member) -> HttpResponse:
    form = ReasonedPeriodForm(request.POST)
    if form.is_valid() and (begun := _begin(form, member)) is not None:
        return redirect("partner_recalculation", recalculation_id=begun.id)
    return _listed(request, member, form)


def _listed(request: HttpRequest, member: Member, form: ReasonedPeriodForm) -> HttpResponse:
    rows = Recalculation.objects.select_related("asked_by").order_by("-created_at", "-id")
    context = {
        "page": page_of(rows, request.GET.get("cursor", ""), by="created_at"),
        "form": form,
        "may_start": member.allows("rebates.manage"),
        "closed": ledger.locked_through(),
        "tabs": tabs("partner_recalculations", member),
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/partners/recalculation/list.html", context, status=status)


@require_safe
@permitted("partners.view")
def page(request: HttpRequest, member: Member, recalculation_id: uuid.UUID) -> HttpResponse:
    found = Recalculation.objects.select_related("asked_by").filter(id=recalculation_id).first()
    if found is None:
        raise NotFound("There is no such recalculation.")
    partner = request.GET.get("partner", "")
    lines = found.differences.select_related("partner", "client__lead").order_by("id")
    lines = lines.filter(partner__number=int(partner)) if partner.isdecimal() and len(partner) < 18 else lines
    partners = _partners(found)
    context: dict[str, Any] = {
        "found": found,
        "job": Job.objects.select_related("progress").filter(id=found.job_id).first()
        if found.job_id
        else None,
        "partners": partners[:PARTNERS],
        "chart": _picture(found, partners),
        "totals": _totals(found),
        "page": page_of(lines, request.GET.get("cursor", ""), by="id"),
        "partner": partner,
        "closed": ledger.locked_through(),
        "may_change": member.allows("rebates.manage"),
        "stopped": replay.is_stopped(found, found.state),
        "tabs": tabs("partner_recalculations", member),
    }
    return render(request, "staff_console/partners/recalculation/page.html", context)


@require_POST
@permitted("rebates.manage")
def ask(request: HttpRequest, member: Member, recalculation_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        replay.ask_to_post(recalculation_id=recalculation_id, by=member)
        messages.success(request, _("Asked. A second person decides it under Approvals."))
    return redirect("partner_recalculation", recalculation_id=recalculation_id)


@require_POST
@permitted("rebates.manage")
def drop(request: HttpRequest, member: Member, recalculation_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        replay.drop_recalculation(recalculation_id=recalculation_id, by=member)
        messages.success(request, _("Dropped. Nothing was posted."))
    return redirect("partner_recalculation", recalculation_id=recalculation_id)


@require_POST
@permitted("rebates.manage")
def go_on(request: HttpRequest, member: Member, recalculation_id: uuid.UUID) -> HttpResponse:
    replay.go_on_posting(recalculation_id=recalculation_id, by=member)
    messages.success(request, _("Posting goes on behind what was posted."))
    return redirect("partner_recalculation", recalculation_id=recalculation_id)


def _begin(form: ReasonedPeriodForm, member: Member) -> Recalculation | None:
    since, until = form.period()
    try:
        return replay.start_recalculation(
            since=since, until=until, reason=form.cleaned_data["reason"], by=member
        )
    except NotFound:
        raise
    except AtriumError as refusal:
        show_in(form, refusal)
        return None


def _partners(found: Recalculation) -> list[dict[str, Any]]:
    """The largest difference first."""
    grouped = found.differences.exclude(partner=None).values(
        "partner_id", "partner__name", "partner__number", "currency"
    )
    rows = [
        _summed(row)
        for row in grouped.annotate(lines=Count("id"), before=Sum("was"), after=Sum("now")).order_by()
    ]
    return sorted(rows, key=lambda row: (-abs(row["change"]), row["partner__number"]))


def _totals(found: Recalculation) -> list[dict[str, Any]]:
    grouped = found.differences.values("currency").annotate(before=Sum("was"), after=Sum("now"))
    return [_summed(row) for row in grouped.order_by("currency")]


def _summed(row: Mapping[str, Any]) -> dict[str, Any]:
    was, now = row["before"] or ZERO, row["after"] or ZERO
    return {**row, "was": was, "now": now, "change": now - was}


def _picture(found: Recalculation, partners: list[dict[str, Any]]) -> Chart:
    drawn = (
        [row for row in partners if row["currency"] == partners[0]["currency"]][:DRAWN] if partners else []
    )
    labels = [row["partner__name"] for row in drawn]
    series = [Series(_("Difference"), [round(row["change"], 2) for row in drawn])]
    unit = drawn[0]["currency"] if drawn else ""
    return Chart(
        f"recalculation-{found.number}", "sideways", _("Difference by partner"), labels, series, unit
    )
