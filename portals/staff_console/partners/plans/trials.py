"""What if: a draft over past days. Begun, left, come back to; then cost, margin, winners, losers, and cells at a loss."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.charts import Chart, Series
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.partners.plans import views
from portals.staff_console.partners.plans.forms import PeriodForm
from portals.staff_console.partners.tabs import tabs
from tenants.ibs.models import Partner
from tenants.jobs.models import Job
from tenants.rebates.models import Cell, WhatIf
from tenants.rebates.services import plans, whatif
from tenants.rebates.services.whatif import APART
from tenants.staff.models import Member

SHOWN = 20
SIDE = 12


@require_POST
@permitted("rebates.manage")
def start(request: HttpRequest, member: Member, plan_id: uuid.UUID) -> HttpResponse:
    form = PeriodForm(request.POST)
    if form.is_valid():
        since, until = form.period()
        try:
            run = whatif.start_what_if(plan_id=plan_id, since=since, until=until, by=member)
        except NotFound:
            raise
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            return redirect("partner_what_if", what_if_id=run.id)
    return views.shown(request, member, plans.of(plan_id), period_form=form)


@require_safe
@permitted("partners.view")
def page(request: HttpRequest, member: Member, what_if_id: uuid.UUID) -> HttpResponse:
    found = WhatIf.objects.select_related("plan", "asked_by").filter(id=what_if_id).first()
    if found is None:
        raise NotFound("There is no such what-if.")
    job = Job.objects.select_related("progress").filter(id=found.job_id).first() if found.job_id else None
    context: dict[str, Any] = {"run": found, "job": job, "tabs": tabs("partner_plans", member)}
    if found.state == WhatIf.State.DONE:
        context |= _results(found)
    return render(request, "staff_console/partners/plans/what_if.html", context)


def _results(run: WhatIf) -> dict[str, Any]:
    change = F("cost") - F("cost_before")
    partners = run.cells.filter(by=Cell.By.PARTNER).annotate(difference=change)
    crossings = run.cells.filter(by=Cell.By.CROSS)
    losing = crossings.filter(cost__gt=F("revenue")).order_by(F("revenue") - F("cost"), "key")
    return {
        "groups": run.cells.filter(by=Cell.By.GROUP).order_by("-cost", "key")[:SHOWN],
        "symbols": run.cells.filter(by=Cell.By.SYMBOL).order_by("-cost", "key")[:SHOWN],
        "partners": _named(partners.order_by("-cost", "key")[:SHOWN]),
        "winners": _named(partners.filter(difference__gt=0).order_by("-difference", "key")[:SHOWN]),
        "losers": _named(partners.filter(difference__lt=0).order_by("difference", "key")[:SHOWN]),
        "losing": losing[:SHOWN],
        "losing_count": losing.count(),
        "margins": _heat(run, list(crossings.order_by("-deals", "key")[:200])),
        "bars": _bars(run),
    }


def _named(cells: Iterable[Cell]) -> list[tuple[Partner | None, Cell]]:
    listed = list(cells)
    partners = {
        str(one.number): one for one in Partner.objects.filter(number__in=[int(cell.key) for cell in listed])
    }
    return [(partners.get(cell.key), cell) for cell in listed]


def _bars(run: WhatIf) -> Chart:
    """By symbol: what it earned, what it cost, what it would cost."""
    cells = list(run.cells.filter(by=Cell.By.SYMBOL).order_by("-revenue", "key")[:SIDE])
    series = [
        Series(_("Earned"), [round(cell.revenue, 2) for cell in cells]),
        Series(_("Paid"), [round(cell.cost_before, 2) for cell in cells]),
        Series(_("With this plan"), [round(cell.cost, 2) for cell in cells]),
    ]
    return Chart(
        "what-if-symbols",
        "bar",
        _("Earned and paid, by symbol"),
        [cell.key for cell in cells],
        series,
        run.currency,
    )


def _heat(run: WhatIf, cells: Sequence[Cell]) -> Chart:
    """Margin of each group and symbol."""
    pairs = {tuple(cell.key.split(APART, 1)): cell for cell in cells if APART in cell.key}
    groups = list(dict.fromkeys(group for group, _symbol in pairs))[:SIDE]
    symbols = list(dict.fromkeys(symbol for _group, symbol in pairs))[:SIDE]
    series = [
        Series(
            group,
            [round(pairs[group, symbol].margin, 2) if (group, symbol) in pairs else 0 for symbol in symbols],
        )
        for group in groups
    ]
    return Chart("what-if-margin", "heatmap", _("Margin by group and symbol"), symbols, series, run.currency)
