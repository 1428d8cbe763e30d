"""Corrections: asked for with a look at what they do to balances, approved by another, booked once."""

import secrets
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.listing import listing_of
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.finance.forms import AdjustmentForm, ReversalForm
from portals.staff_console.finance.tabs import tabs
from portals.staff_console.lists.screens import CORRECTIONS
from tenants.insight.money_booked import transaction_for
from tenants.payments import effects
from tenants.payments.models import Case
from tenants.payments.services import correcting
from tenants.staff.models import Member


@require_safe
@permitted("finance.view")
def corrections(request: HttpRequest, member: Member) -> HttpResponse:
    context = {
        "list": listing_of(request, member, CORRECTIONS),
        "tabs": tabs("finance_corrections", member),
        "may_adjust": member.allows("finance.correct"),
    }
    return render(request, "staff_console/finance/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("finance.correct")
def adjust(request: HttpRequest, member: Member) -> HttpResponse:
    form = AdjustmentForm(request.POST or None, initial={"key": secrets.token_hex(16), **_given(request)})
    context: dict[str, Any] = {"form": form, "heading": _("Adjustment between two accounts")}
    if request.method == "POST" and form.is_valid():
        try:
            movements = form.movements()
            if "ask" in request.POST:
                asked = correcting.request_adjustment(
                    debit=movements[0].debit, credit=movements[0].credit, money=movements[0].money, by=member,
                    reason=form.cleaned_data["reason"], key=form.cleaned_data["key"], case=_case(form.cleaned_data["case"]),
                )  # fmt: skip
                return _asked(request, asked.id)
            context |= {"previewed": True, "effects": effects.preview(movements)}
        except AtriumError as refusal:
            show_in(form, refusal)
    return _shown(request, context, form)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("finance.correct")
def turn_round(request: HttpRequest, member: Member, transaction_id: uuid.UUID) -> HttpResponse:
    """The mirror image of a booking."""
    transaction = transaction_for(member, transaction_id)
    form = ReversalForm(request.POST or None, initial={"key": secrets.token_hex(16)})
    context: dict[str, Any] = {
        "form": form,
        "heading": _("Mirror image of a booking"),
        "transaction": transaction,
    }
    try:
        context |= {"previewed": True, "effects": effects.preview(effects.mirror(transaction_id))}
        if request.method == "POST" and form.is_valid():
            asked = correcting.request_reversal(
                transaction_id=transaction_id, reason=form.cleaned_data["reason"], by=member, key=form.cleaned_data["key"]
            )  # fmt: skip
            return _asked(request, asked.id)
    except AtriumError as refusal:
        context |= {"refusal": refusal.message, "previewed": False}
    return _shown(request, context, form)


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("debit", "credit", "amount", "case") if name in request.GET}


def _case(case_id: uuid.UUID | None) -> Case | None:
    if case_id is None:
        return None
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise NotFound("There is no such case.")
    return case


def _asked(request: HttpRequest, correction_id: uuid.UUID) -> HttpResponse:
    messages.success(request, _("Asked. A second person decides it now."))
    return redirect("finance_movement", kind="correction", row_id=correction_id)


def _shown(request: HttpRequest, context: dict[str, Any], form: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "staff_console/finance/correct.html", context, status=status)
