"""Signs of abuse: the queue, one sign with its evidence, the decision, and from where on something is a sign."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError
from portals.shared.paging import page_of
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.partners.abuse.forms import DecisionForm, SettingsForm, TakeBackForm
from portals.staff_console.partners.abuse.words import RULES, evidence_of
from portals.staff_console.partners.tabs import tabs
from tenants.abuse import selectors, services
from tenants.abuse.models import Flag, Rule
from tenants.rebates.models import Clawback
from tenants.rebates.services.take_all import OF_SIGN, ask_take_all, everything_of
from tenants.staff.models import Member

SHOWN = 100


@require_safe
@permitted("partners.view")
def queue(request: HttpRequest, member: Member) -> HttpResponse:
    wanted = request.GET.get("state", "")
    context = {
        "page": page_of(_of_state(wanted), request.GET.get("cursor", ""), by="found_at"),
        "rules": RULES,
        "states": [(state, _(label)) for state, label in Flag.State.choices],
        "state": wanted,
        "may_decide": member.allows("abuse.decide"),
        "tabs": tabs("partner_abuse", member),
    }
    return render(request, "staff_console/partners/abuse/queue.html", context)


@require_safe
@permitted("partners.view")
def sign(request: HttpRequest, member: Member, flag_id: uuid.UUID) -> HttpResponse:
    return _show(request, member, selectors.flag(flag_id), DecisionForm())


@require_POST
@permitted("abuse.decide")
def decide(request: HttpRequest, member: Member, flag_id: uuid.UUID) -> HttpResponse:
    flag, form = selectors.flag(flag_id), DecisionForm(request.POST)
    if form.is_valid():
        said = {"flag_id": flag.id, "by": member.user_id, "text": form.cleaned_data["text"]}
        verb = form.cleaned_data["verb"]
        try:
            if verb in ("hold", "hold_all"):
                services.hold(**said, everybody=verb == "hold_all")
            elif verb == "release":
                services.release(**said)
            else:
                services.confirm(**said)
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Decided. The partner is told if anything was held."))
            return redirect("partner_abuse")
    return _show(request, member, flag, form, status=422)


@require_POST
@permitted("partners.manage")
def take_back(request: HttpRequest, member: Member, flag_id: uuid.UUID) -> HttpResponse:
    """Everything of it; a second person agrees before anything is posted."""
    flag, form = selectors.flag(flag_id), TakeBackForm(request.POST)
    if form.is_valid():
        try:
            ask_take_all(flag=flag, explanation=form.cleaned_data["explanation"], by=member.user_id)
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Asked for. A second person decides it under Approvals."))
            return redirect("partner_abuse_sign", flag_id=flag.id)
    return _show(request, member, flag, DecisionForm(), status=422, take_form=form)


@require_http_methods(["GET", "POST"])
@permitted("abuse.decide")
def settings(request: HttpRequest, member: Member) -> HttpResponse:
    form = SettingsForm(request.POST or None, settings=selectors.settings())
    if request.method == "POST" and form.is_valid():
        services.save_settings(**form.cleaned_data)
        messages.success(request, _("Saved. The next night looks by it."))
        return redirect("partner_abuse")
    return render(
        request,
        "staff_console/partners/abuse/settings.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


def _of_state(wanted: str) -> QuerySet[Flag]:
    """Without a choice what waits for a person: new ones, and holds that somebody objected to."""
    rows = selectors.flags()
    if wanted in Flag.State.values:
        return rows.filter(state=wanted)
    return rows if wanted == "all" else selectors.waiting()


def _show(
    request: HttpRequest,
    member: Member,
    flag: Flag,
    form: DecisionForm,
    status: int = 200,
    take_form: TakeBackForm | None = None,
) -> HttpResponse:
    evidence = list(flag.evidence.order_by("-at", "-id")[: SHOWN + 1])
    context: dict[str, Any] = {
        "flag": flag,
        "rule": RULES[Rule(flag.rule)],
        "evidence": [(row, evidence_of(row)) for row in evidence[:SHOWN]],
        "more": max(0, flag.signs - SHOWN),
        "form": form if member.allows("abuse.decide") else None,
    }
    if flag.state == Flag.State.CONFIRMED:
        context["everything"] = everything_of(flag)
        context["asked"] = Clawback.objects.filter(of_kind=OF_SIGN, of_source=str(flag.id)).first()
        if member.allows("partners.manage"):
            context["take_form"] = take_form or TakeBackForm()
    return render(request, "staff_console/partners/abuse/sign.html", context, status=status)
