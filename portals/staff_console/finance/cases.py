"""Cases: a difference that somebody looks after until it is gone."""

import secrets
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.listing import listing_of
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.finance.forms import NoteForm, ResolveForm
from portals.staff_console.finance.tabs import tabs
from portals.staff_console.lists.screens import CASES
from tenants.activity.models import Entry
from tenants.insight.money_booked import transactions
from tenants.ledger.models import Movement as Row
from tenants.payments import effects
from tenants.payments.models import Case
from tenants.payments.services import correcting
from tenants.payments.services.reconciling import note_on_case, own_case
from tenants.staff.models import Member


@require_safe
@permitted("finance.view")
def cases(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"list": listing_of(request, member, CASES), "tabs": tabs("finance_cases", member)}
    return render(request, "staff_console/finance/list.html", context)


@require_safe
@permitted("finance.view")
def case_page(request: HttpRequest, member: Member, case_id: uuid.UUID) -> HttpResponse:
    return render(request, "staff_console/finance/case.html", _context(member, _case(case_id)))


@require_POST
@permitted("finance.correct")
def own(request: HttpRequest, member: Member, case_id: uuid.UUID) -> HttpResponse:
    owner = None if request.POST.get("do") == "leave" else member.user
    own_case(case_id=_case(case_id).id, owner=owner)
    messages.success(request, _("It is yours now.") if owner else _("It is nobody’s now."))
    return redirect("finance_case", case_id=case_id)


@require_POST
@permitted("finance.correct")
def write_note(request: HttpRequest, member: Member, case_id: uuid.UUID) -> HttpResponse:
    case, form = _case(case_id), NoteForm(request.POST)
    if form.is_valid():
        note_on_case(case_id=case.id, text=form.cleaned_data["text"])
        return redirect("finance_case", case_id=case_id)
    return render(request, "staff_console/finance/case.html", _context(member, case, note=form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("finance.correct")
def resolve(request: HttpRequest, member: Member, case_id: uuid.UUID) -> HttpResponse:
    """Chosen, looked at with its effect on balances, then asked for; another colleague approves it."""
    case = _case(case_id)
    form = ResolveForm(request.POST or None, case=case, initial={"key": secrets.token_hex(16)})
    context: dict[str, Any] = {"case": case, "form": form, "remaining": effects.remaining(case)}
    if request.method == "POST" and form.is_valid():
        try:
            if "ask" in request.POST:
                _ask(case, form, member)
                messages.success(request, _("Asked. A second person decides it now."))
                return redirect("finance_case", case_id=case.id)
            context |= {"previewed": True, "effects": effects.preview(form.movements())}
        except AtriumError as refusal:
            show_in(form, refusal)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "staff_console/finance/resolve.html", context, status=status)


def _ask(case: Case, form: ResolveForm, member: Member) -> None:
    said = {
        "reason": form.cleaned_data["reason"],
        "key": form.cleaned_data["key"],
        "by": member,
        "case": case,
    }
    if form.cleaned_data["verb"] == "explain":
        correcting.request_explanation(**said)
    elif form.cleaned_data["verb"] == "reverse":
        correcting.request_reversal(transaction_id=form.cleaned_data["transaction"], **said)
    else:
        (movement,) = form.movements()
        correcting.request_adjustment(
            debit=movement.debit, credit=movement.credit, money=movement.money, **said
        )


def _case(case_id: uuid.UUID) -> Case:
    case = Case.objects.select_related("owner", "found_in").filter(id=case_id).first()
    if case is None:
        raise NotFound("There is no such case.")
    return case


def _context(member: Member, case: Case, note: NoteForm | None = None) -> dict[str, Any]:
    booked = Row.objects.filter(idem_key__in=[f"cor:{one.id}" for one in case.corrections.all()])
    return {
        "tabs": tabs("finance_cases", member),
        "case": case,
        "remaining": effects.remaining(case) if case.currency else None,
        "note_form": note or NoteForm(),
        "corrections": case.corrections.select_related("asked_by").order_by("-asked_at"),
        "transactions": transactions(booked),
        "timeline": Entry.objects.filter(subject_kind="case", subject_id=case.id).order_by("-at", "-id")[
            :200
        ],
        "may_correct": member.allows("finance.correct"),
        "is_mine": case.owner_id == member.user_id,
        "record": case.record_kind if case.record_kind in ("deposit", "withdrawal", "transfer") else "",
    }
