"""The queue of what needs a second person; one request with its steps; deciding, amending, taking back."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import AtriumError, Stale
from portals.shared.stale import Difference
from portals.staff_console.access import in_drawer, permitted
from portals.staff_console.approvals import listing, presenting
from portals.staff_console.approvals.forms import AmendForm, DecisionForm
from portals.staff_console.templatetags.amounts import without_amounts
from tenants.approvals import selectors, services
from tenants.approvals.kinds import kind_of
from tenants.approvals.models import Approval
from tenants.staff.models import Member


@require_safe
@permitted("approvals.view")
def queue(request: HttpRequest, member: Member) -> HttpResponse:
    return render(request, "staff_console/approvals/list.html", listing.context_of(request, member))


@require_safe
@permitted("approvals.view")
def approval_page(request: HttpRequest, member: Member, approval_id: uuid.UUID) -> HttpResponse:
    return _show(request, member, selectors.approval_for(member.user, approval_id))


@require_POST
@permitted("approvals.view")
def decide(request: HttpRequest, member: Member, approval_id: uuid.UUID) -> HttpResponse:
    approval = selectors.approval_for(member.user, approval_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, member, approval, form=form)
    try:
        decided = services.decide(approval_id=approval.id, by=member.user.id, **form.cleaned_data)
    except AtriumError as error:
        return _refused(request, member, approval, error, form=form)
    return _done(request, _said(member, decided, form.cleaned_data["outcome"]))


@require_POST
@permitted("approvals.view")
def amend(request: HttpRequest, member: Member, approval_id: uuid.UUID) -> HttpResponse:
    approval = selectors.approval_for(member.user, approval_id)
    form = AmendForm(request.POST, approval=approval, member=member)
    if not form.is_valid():
        return _show(request, member, approval, amend_form=form)
    try:
        services.amend(
            approval_id=approval.id,
            by=member.user.id,
            facts=form.facts(),
            money=form.money(),
            note=form.cleaned_data["amend_note"],
            facts_hash=form.cleaned_data["facts_hash"],
        )
    except AtriumError as error:
        return _refused(request, member, approval, error, amend_form=form)
    if not in_drawer(request):
        messages.success(request, _("Changed. It has to be approved as it is now."))
        return redirect("approval", approval_id=approval.id)
    return _show(request, member, selectors.approval_for(member.user, approval_id))


@require_POST
@permitted("approvals.view")
def withdraw(request: HttpRequest, member: Member, approval_id: uuid.UUID) -> HttpResponse:
    approval = selectors.approval_for(member.user, approval_id)
    try:
        services.withdraw(approval_id=approval.id, by=member.user.id)
    except AtriumError as error:
        return _refused(request, member, approval, error)
    title = without_amounts(member, approval.title, approval.currency)
    return _done(request, _("Cancelled: %(title)s") % {"title": title})


def _refused(
    request: HttpRequest, member: Member, seen: Approval, error: AtriumError, **forms: Any
) -> HttpResponse:
    """The page as it is now, with what was typed and the reason; if others changed it, both versions."""
    now = selectors.approval_for(member.user, seen.id)
    differences: list[Difference] = []
    for form in forms.values():
        field = error.field if error.field in form.fields else f"fact_{error.field}"
        form.add_error(field if field in form.fields else None, error.message)
    if isinstance(error, Stale):
        labels = {fact.code: _(fact.label) for fact in kind_of(now.kind).facts}
        differences = [
            Difference(name, "", labels.get(name, name.replace("_", " ").capitalize()), was, is_, "", False)
            for name, (was, is_) in error.theirs.items()
        ]
        for form in forms.values():
            form.data = {**form.data.dict(), "facts_hash": now.facts_hash}
    return _show(request, member, now, refusal=error.message, differences=differences, **forms)


def _show(
    request: HttpRequest,
    member: Member,
    approval: Approval,
    *,
    form: DecisionForm | None = None,
    amend_form: AmendForm | None = None,
    refusal: str = "",
    differences: list[Difference] | None = None,
) -> HttpResponse:
    drawer = in_drawer(request)
    context = {
        **presenting.whole(member, approval),
        "form": form or DecisionForm(initial={"facts_hash": approval.facts_hash}),
        "amend_form": amend_form or AmendForm(approval=approval, member=member),
        "is_amending": amend_form is not None,
        "refusal": "" if form or amend_form else refusal,
        "differences": differences or [],
        "in_drawer": drawer,
    }
    wrong = bool(form or amend_form or refusal)
    name = "drawer" if drawer else "page"
    return render(request, f"staff_console/approvals/{name}.html", context, status=422 if wrong else 200)


def _said(member: Member, approval: Approval, outcome: str) -> str:
    if approval.state == Approval.State.PENDING:
        return _("Your approval is noted, and others have to follow: %(title)s") % {
            "title": without_amounts(member, approval.title, approval.currency)
        }
    done = _("Approved") if outcome == "approved" else _("Refused")
    return f"{done}: {without_amounts(member, approval.title, approval.currency)}"


def _done(request: HttpRequest, text: str) -> HttpResponse:
    """In the drawer the list stays where it is; a page of its own goes back to the list."""
    if in_drawer(request):
        trigger = {"toast": {"text": text, "tone": "good"}, "closeDrawer": True, "approvalsChanged": True}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(trigger)})
    messages.success(request, text)
    return redirect("approvals")
