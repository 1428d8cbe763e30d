"""A plan in the shadow beside what was really accrued from the same deals and events."""

import uuid

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portals.shared.charts import Chart, Series
from portals.shared.refusals import telling
from portals.staff_console.access import permitted
from portals.staff_console.partners.tabs import tabs
from tenants.rebates.models import Plan, ShadowCourse
from tenants.rebates.selectors import shadow_beside_live
from tenants.rebates.services import plans, shadow
from tenants.rebates.types import Beside
from tenants.staff.models import Member

SHOWN = 100
DRAWN = 12


@require_safe
@permitted("partners.view")
def page(request: HttpRequest, member: Member, plan_id: uuid.UUID) -> HttpResponse:
    plan = plans.of(plan_id)
    rows = shadow_beside_live(plan)
    context = {
        "plan": plan,
        "rows": rows[:SHOWN],
        "totals": _totals(rows),
        "deals": plan.shadow_lines.exclude(deal_id=None).values("deal_id").distinct().count(),
        "course": ShadowCourse.objects.filter(plan=plan).first(),
        "lines": plan.shadow_lines.aggregate(all=Sum("amount"))["all"],
        "chart": _picture(plan, rows),
        "tabs": tabs("partner_plans", member),
        "may_change": member.allows("rebates.manage"),
    }
    return render(request, "staff_console/partners/plans/shadow.html", context)


@require_POST
@permitted("rebates.manage")
def switch(request: HttpRequest, member: Member, plan_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        if plans.of(plan_id).status == Plan.Status.SHADOW:
            shadow.end_shadow(plan_id=plan_id, by=member)
            messages.success(request, _("The shadow has ended. What it gave is kept."))
        else:
            shadow.begin_shadow(plan_id=plan_id, by=member)
            messages.success(
                request, _("In the shadow: whatever is new is computed with it too, without money.")
            )
    return redirect("partner_plan_shadow", plan_id=plan_id)


def _totals(rows: list[Beside]) -> list[Beside]:
    found: dict[str, Beside] = {}
    for row in rows:
        before = found.get(row.currency)
        live = row.live + (before.live if before else 0)
        tried = row.shadow + (before.shadow if before else 0)
        found[row.currency] = Beside("", None, row.currency, live, tried)
    return list(found.values())


def _picture(plan: Plan, rows: list[Beside]) -> Chart:
    drawn = [row for row in rows if row.currency == rows[0].currency][:DRAWN] if rows else []
    series = [
        Series(_("Accrued"), [round(row.live, 2) for row in drawn]),
        Series(_("In the shadow"), [round(row.shadow, 2) for row in drawn]),
    ]
    unit = drawn[0].currency if drawn else ""
    return Chart(
        f"shadow-{plan.id}",
        "bar",
        _("Accrued and in the shadow, by partner"),
        [row.name for row in drawn],
        series,
        unit,
    )
