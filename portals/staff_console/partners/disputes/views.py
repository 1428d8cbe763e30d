"""Disputes: what partners ask about their lines, the same trace they see, the decision, and how long it took."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound, Refused
from atrium.kernel.money import Money
from portals.shared.paging import page_of
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.partners import traces
from portals.staff_console.partners.tabs import tabs
from tenants.activity.models import Entry
from tenants.rebates import selectors
from tenants.rebates.models import Dispute, Line
from tenants.rebates.services import disputes
from tenants.rebates.services.goodwill import ask_goodwill
from tenants.staff.models import Member

STATES = ("open", "upheld", "refused", "withdrawn")


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The partner reads it."),
    )


class GoodwillForm(forms.Form):
    amount = forms.DecimalField(label=gettext_lazy("Amount"), min_value=0, max_digits=15, decimal_places=8)
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=400, help_text=gettext_lazy("The partner reads it.")
    )


@require_safe
@permitted("partners.view")
def listing(request: HttpRequest, member: Member) -> HttpResponse:
    state = request.GET.get("state", "")
    rows = selectors.disputes().filter(**({"state": state} if state in STATES else {}))
    context = {
        "page": page_of(rows, request.GET.get("cursor", ""), by="opened_at"),
        "state": state,
        "states": [(one, Dispute.State(one).label) for one in STATES],
        "measured": selectors.disputes_measured(),
        "tabs": tabs("partner_disputes", member),
    }
    return render(request, "staff_console/partners/disputes/list.html", context)


@require_safe
@permitted("partners.view")
def page(request: HttpRequest, member: Member, dispute_id: uuid.UUID) -> HttpResponse:
    return _shown(request, member, _of(dispute_id), AnswerForm())


@require_POST
@permitted("rebates.decide")
def decide(request: HttpRequest, member: Member, dispute_id: uuid.UUID) -> HttpResponse:
    """Said in one form with two buttons: put right, or refuse."""
    dispute, form = _of(dispute_id), AnswerForm(request.POST)
    if form.is_valid():
        verb = disputes.uphold_dispute if request.POST.get("do") == "uphold" else disputes.refuse_dispute
        try:
            verb(dispute_id=dispute.id, answer=form.cleaned_data["text"], by=member)
        except NotFound:
            raise
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Answered. The partner is told."))
            return redirect("partner_dispute", dispute_id=dispute.id)
    return _shown(request, member, dispute, form)


@require_POST
@permitted("rebates.decide")
def give_goodwill(request: HttpRequest, member: Member, dispute_id: uuid.UUID) -> HttpResponse:
    """Beside any answer; a second person agrees before it is booked."""
    dispute, form = _of(dispute_id), GoodwillForm(request.POST)
    if form.is_valid():
        try:
            money = Money.of(format(form.cleaned_data["amount"], "f"), dispute.partner.currency)
            ask_goodwill(dispute_id=dispute.id, money=money, explanation=form.cleaned_data["why"], by=member)
        except NotFound:
            raise
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Asked for. A second person decides it under Approvals."))
            return redirect("partner_dispute", dispute_id=dispute.id)
    return _shown(request, member, dispute, AnswerForm(), goodwill=form)


def _shown(
    request: HttpRequest,
    member: Member,
    dispute: Dispute,
    form: AnswerForm,
    goodwill: GoodwillForm | None = None,
) -> HttpResponse:
    given = dispute.goodwill.order_by("-created_at").first()
    may_give = member.allows(disputes.PERMISSION) and dispute.state != Dispute.State.WITHDRAWN
    if given is not None and given.state != given.State.REFUSED:
        may_give = False
    context: dict[str, Any] = {
        "goodwill": given,
        "goodwill_form": (goodwill or GoodwillForm()) if may_give else None,
        "dispute": dispute,
        "line": dispute.line,
        "posted": Line.objects.filter(batch_id=dispute.batch_id, partner=dispute.partner).order_by("id")
        if dispute.batch_id
        else (),
        "timeline": Entry.objects.filter(subject_kind="dispute", subject_id=dispute.id).order_by(
            "-at", "-id"
        ),
        "form": form,
        "may_decide": member.allows(disputes.PERMISSION) and dispute.state == Dispute.State.OPEN,
        "tabs": tabs("partner_disputes", member),
        **_trace(dispute.line),
    }
    return render(
        request,
        "staff_console/partners/disputes/page.html",
        context,
        status=422 if form.is_bound or goodwill else 200,
    )


def _trace(line: Line) -> dict[str, Any]:
    try:
        return {"steps": traces.steps_of(selectors.trace_of(line))}
    except Refused as refusal:
        return {"steps": (), "no_trace": refusal.message}


def _of(dispute_id: uuid.UUID) -> Dispute:
    dispute = selectors.disputes().filter(id=dispute_id).first()
    if dispute is None:
        raise NotFound("There is no such dispute.")
    return dispute
