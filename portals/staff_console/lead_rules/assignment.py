"""Assignment: the ordered rules, how much everybody takes, and who would get a lead."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.lead_rules.conditions import ConditionForm
from portals.staff_console.lead_rules.forms import AssignmentForm, CapacityForm, TryForm
from portals.staff_console.lead_rules.tabs import frame
from tenants.leads import selectors, services
from tenants.leads.models import AssignmentRule, Capacity
from tenants.leads.rules import facts, phones
from tenants.leads.selectors.assigning import candidates, condition_words
from tenants.staff.models import Member
from tenants.staff.selectors import member as colleague


@require_safe
@permitted("settings.leads")
def rules(request: HttpRequest, member: Member) -> HttpResponse:
    rows = AssignmentRule.objects.select_related("desk", "of_desk", "member__user")
    context = {
        **frame("settings_assignment"),
        "rules": [(row, condition_words(row)) for row in rows.order_by("of_desk__name", "place", "id")],
        "takers": candidates(),
        "try_form": TryForm(),
    }
    return render(request, "staff_console/lead_rules/assignment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.leads")
def rule(request: HttpRequest, member: Member, rule_id: uuid.UUID | None = None) -> HttpResponse:
    known = _rule(rule_id) if rule_id else None
    document = known.condition if known else {}
    data = request.POST or None
    form = AssignmentForm(data) if data else AssignmentForm.of(known) if known else AssignmentForm()
    condition = ConditionForm(data, fields=facts.FIELDS, document=document)
    if request.method == "POST" and form.is_valid() & condition.is_valid():
        try:
            saved = services.save_assignment_rule(
                rule_id=rule_id, condition=condition.document, **form.cleaned_data
            )
        except AtriumError as error:
            show_in(form, error)
        else:
            messages.success(request, _("Rule “%(name)s” saved.") % {"name": saved.name})
            return redirect("settings_assignment")
    context = {"form": form, "condition": condition, "rule": known, **frame("settings_assignment")}
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/lead_rules/assignment_rule.html", context, status=status)


@require_POST
@permitted("settings.leads")
def move(request: HttpRequest, member: Member, rule_id: uuid.UUID) -> HttpResponse:
    services.move_rule(rule_id, up=request.POST.get("way") == "up")
    return redirect("settings_assignment")


@require_POST
@permitted("settings.leads")
def delete(request: HttpRequest, member: Member, rule_id: uuid.UUID) -> HttpResponse:
    services.delete_rule(AssignmentRule, rule_id)
    messages.success(request, _("Rule deleted."))
    return redirect("settings_assignment")


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.leads")
def capacity(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    other = colleague(member_id)
    if other is None:
        raise NotFound("There is no such colleague.")
    known = Capacity.objects.filter(member=other).first() or Capacity()
    form = CapacityForm(request.POST or None, initial={"most_open": known.most_open, "weight": known.weight})
    if request.method == "POST" and form.is_valid():
        services.limit_member(member=other, **form.cleaned_data)
        messages.success(request, _("Saved for %(name)s.") % {"name": other})
        return redirect("settings_assignment")
    context = {"form": form, "other": other, **frame("settings_assignment")}
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/lead_rules/capacity.html", context, status=status)


@require_safe
@permitted("settings.leads")
def trial(request: HttpRequest, member: Member) -> HttpResponse:
    """Who would get a lead like this, and what each rule says; nothing changes by asking."""
    form = TryForm(request.GET)
    context: dict[str, Any] = {"try_form": form}
    if form.is_valid():
        choice = selectors.try_rules(**_about(form.cleaned_data))
        taker = colleague(choice.member_id) if choice.member_id else None
        context |= {"choice": choice, "taker": taker}
    return render(request, "staff_console/lead_rules/trial.html", context)


def _about(given: dict[str, Any]) -> dict[str, Any]:
    country = given["country"].upper()
    phone = phones.read(given["phone"], country or selectors.policy().default_country)
    return {
        "country": country or (phone.country if phone else ""),
        "language": given["language"],
        "source": given["source"],
        "referral_code": given["referral_code"],
        "campaign": {"utm_campaign": given["campaign"]},
        "email": "",
        "phone": phone.e164 if phone else "",
    }


def _rule(rule_id: uuid.UUID) -> AssignmentRule:
    found = AssignmentRule.objects.filter(id=rule_id).first()
    if found is None:
        raise NotFound("There is no such rule any more.")
    return found
