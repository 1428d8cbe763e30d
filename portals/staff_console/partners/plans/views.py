"""Plans: the list, and one plan with its life, its trials and what may be done with it now."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portals.shared.refusals import telling
from portals.staff_console.access import permitted
from portals.staff_console.partners.plans import words
from portals.staff_console.partners.plans.forms import PeriodForm, PublishForm
from portals.staff_console.partners.plans.reading import summary_of
from portals.staff_console.partners.tabs import tabs
from tenants.activity.models import Entry
from tenants.rebates import selectors
from tenants.rebates.models import Plan, WhatIf
from tenants.rebates.services import plans, publishing
from tenants.staff.models import Member

HISTORY = 30


@require_safe
@permitted("partners.view")
def plan_list(request: HttpRequest, member: Member) -> HttpResponse:
    rows = [
        {
            "plan": plan,
            "base": words.base(plan.document["base"]["type"]),
            "kind": words.kind(plan.document["distribution"]["kind"]),
        }
        for plan in selectors.plans()
    ]
    context = {
        "rows": rows,
        "tabs": tabs("partner_plans", member),
        "may_change": member.allows("rebates.manage"),
    }
    return render(request, "staff_console/partners/plans/list.html", context)


@require_safe
@permitted("partners.view")
def plan_page(request: HttpRequest, member: Member, plan_id: uuid.UUID) -> HttpResponse:
    return shown(request, member, plans.of(plan_id))


@require_POST
@permitted("rebates.manage")
def ask(request: HttpRequest, member: Member, plan_id: uuid.UUID) -> HttpResponse:
    form = PublishForm(request.POST)
    if not form.is_valid():
        return shown(request, member, plans.of(plan_id), publish_form=form)
    with telling(request):
        publishing.ask_to_publish(plan_id=plan_id, by=member, valid_from=form.cleaned_data["begins"])
        messages.success(request, _("Asked. A second person decides it under Approvals."))
    return redirect("partner_plan", plan_id=plan_id)


@require_POST
@permitted("rebates.manage")
def discard(request: HttpRequest, member: Member, plan_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        plans.discard_draft(plan_id=plan_id)
        messages.success(request, _("The draft is gone."))
        return redirect("partner_plans")
    return redirect("partner_plan", plan_id=plan_id)


@require_POST
@permitted("rebates.approve")
def end(request: HttpRequest, member: Member, plan_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        plans.end_plan(plan_id=plan_id)
        messages.success(request, _("The plan has ended. What was earned by it stays."))
    return redirect("partner_plan", plan_id=plan_id)


def shown(
    request: HttpRequest,
    member: Member,
    plan: Plan,
    *,
    publish_form: PublishForm | None = None,
    period_form: PeriodForm | None = None,
) -> HttpResponse:
    may_change = member.allows("rebates.manage")
    context: dict[str, Any] = {
        "plan": plan,
        "tabs": tabs("partner_plans", member),
        "summary": summary_of(plan.document),
        "versions": Plan.objects.filter(code=plan.code).exclude(id=plan.id).order_by("-version"),
        "trials": WhatIf.objects.filter(plan=plan).order_by("-created_at")[:10],
        "timeline": Entry.objects.filter(subject_kind="plan", subject_id=plan.id).order_by("-at", "-id")[
            :HISTORY
        ],
        "publish_form": publish_form or PublishForm(),
        "period_form": period_form or PeriodForm(),
        "may_change": may_change,
        "may_end": member.allows("rebates.approve") and plan.state == "published" and plan.valid_to is None,
    }
    wrong = publish_form is not None or period_form is not None
    return render(request, "staff_console/partners/plans/page.html", context, status=422 if wrong else 200)
