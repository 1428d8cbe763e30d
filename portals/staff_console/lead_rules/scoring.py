"""Scoring: the rules with their points, and what they make of the newest leads, before and after a change."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.charts import Chart, Series
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.lead_rules.conditions import ConditionForm
from portals.staff_console.lead_rules.forms import ScoringForm
from portals.staff_console.lead_rules.tabs import frame
from tenants.leads import services
from tenants.leads.models import ScoringRule
from tenants.leads.selectors.scoring import distribution, fields, rules_on, said_of
from tenants.staff.models import Member


@require_safe
@permitted("settings.leads")
def rules(request: HttpRequest, member: Member) -> HttpResponse:
    rows = ScoringRule.objects.order_by("place", "id")
    context = {
        **frame("settings_scoring"),
        "rules": [(row, said_of(row)) for row in rows],
        "chart": _chart(distribution(rules_on())),
    }
    return render(request, "staff_console/lead_rules/scoring.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.leads")
def rule(request: HttpRequest, member: Member, rule_id: uuid.UUID | None = None) -> HttpResponse:
    known = _rule(rule_id) if rule_id else None
    form, condition = _forms(request, known)
    if request.method == "POST" and form.is_valid() & condition.is_valid():
        try:
            services.save_scoring_rule(rule_id=rule_id, condition=condition.document, **form.cleaned_data)
        except AtriumError as error:
            show_in(form, error)
        else:
            messages.success(request, _("Saved. All scores are being counted again."))
            return redirect("settings_scoring")
    context = {
        "form": form,
        "condition": condition,
        "rule": known,
        "chart": _chart(distribution(rules_on())),
        **frame("settings_scoring"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/lead_rules/scoring_rule.html", context, status=status)


@require_POST
@permitted("settings.leads")
def preview(request: HttpRequest, member: Member) -> HttpResponse:
    """What the newest leads would score with this rule as it is typed; nothing is saved."""
    rule_id = request.POST.get("rule", "")
    known = ScoringRule.objects.filter(id=rule_id).first() if rule_id else None
    form, condition = _forms(request, known)
    context: dict[str, Any] = {"chart": None}
    if form.is_valid() & condition.is_valid():
        others = [one for one in rules_on() if known is None or one.id != known.id]
        draft = ScoringRule(condition=condition.document, **form.cleaned_data)
        now, then = distribution(rules_on()), distribution([*others, draft] if draft.is_on else others)
        context = {"chart": _chart(now, then)}
    return render(request, "staff_console/lead_rules/scoring_preview.html", context)


@require_POST
@permitted("settings.leads")
def delete(request: HttpRequest, member: Member, rule_id: uuid.UUID) -> HttpResponse:
    services.delete_rule(ScoringRule, rule_id)
    messages.success(request, _("Rule deleted. All scores are being counted again."))
    return redirect("settings_scoring")


def _forms(request: HttpRequest, known: ScoringRule | None) -> tuple[ScoringForm, ConditionForm]:
    data = request.POST or None
    names = ("name", "points", "per", "most", "is_on")
    initial = {name: getattr(known, name) for name in names} if known else {"is_on": True}
    condition = ConditionForm(data, fields=fields(), document=known.condition if known else {})
    return ScoringForm(data, initial=initial), condition


def _chart(now: Any, then: Any = None) -> Chart:
    series = [Series(str(_("Now")), list(now.values()))]
    if then is not None:
        series.append(Series(str(_("With this rule")), [then[key] for key in now]))
    return Chart("score-bars", "bar", str(_("Leads by score")), list(now), series)


def _rule(rule_id: uuid.UUID) -> ScoringRule:
    found = ScoringRule.objects.filter(id=rule_id).first()
    if found is None:
        raise NotFound("There is no such rule any more.")
    return found
