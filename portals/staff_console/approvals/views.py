"""The queue of what needs a second person, and the decision."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import AtriumError
from portals.shared.paging import page_of
from portals.staff_console.access import in_drawer, permitted
from portals.staff_console.approvals.forms import DecisionForm
from tenants.approvals import selectors, services
from tenants.approvals.models import Approval
from tenants.staff.models import Member

QUEUE_ROWS = 200


@require_safe
@permitted("approvals.view")
def queue(request: HttpRequest, member: Member) -> HttpResponse:
    """`mine` is what I may decide, `all` what anybody may, `decided` the past."""
    view = request.GET.get("view", "all")
    if view == "decided":
        page = page_of(selectors.decided_for(member.user), request.GET.get("cursor", ""), by="decided_at")
        rows, next_cursor = list(page.rows), page.next_cursor
    else:
        waiting = list(selectors.queue_for(member.user)[:QUEUE_ROWS])
        rows = [row for row in waiting if view != "mine" or _is_for(member, row)]
        next_cursor = ""
    context = {"rows": rows, "next_cursor": next_cursor, "view": view, "tabs": _tabs(view)}
    return render(request, "staff_console/approvals/list.html", context)


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
        return _show(request, member, approval, form)
    try:
        services.decide(approval_id=approval.id, by=member.user.id, **form.cleaned_data)
    except AtriumError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _show(request, member, selectors.approval_for(member.user, approval_id), form)
    done = _("Approved") if form.cleaned_data["outcome"] == "approved" else _("Refused")
    messages.success(request, f"{done}: {approval.title}")
    return redirect("approvals")


def _show(
    request: HttpRequest, member: Member, approval: Approval, form: DecisionForm | None = None
) -> HttpResponse:
    context = {
        "approval": approval,
        "decision": getattr(approval, "decision", None),
        "facts": [(name.replace("_", " ").capitalize(), value) for name, value in approval.facts.items()],
        "may_decide": selectors.may_decide(member.user, approval),
        "is_own": _is_own(member, approval),
        "form": form or DecisionForm(initial={"facts_hash": approval.facts_hash}),
    }
    name = "drawer" if in_drawer(request) else "page"
    return render(request, f"staff_console/approvals/{name}.html", context, status=422 if form else 200)


def _is_own(member: Member, approval: Approval) -> bool:
    requester = approval.requested_by
    return requester is not None and requester.person_id == member.user.person_id


def _is_for(member: Member, approval: Approval) -> bool:
    """As selectors.may_decide, from what is loaded already: no question to the database for each row."""
    return member.allows(approval.permission) and not _is_own(member, approval)


def _tabs(view: str) -> list[dict[str, object]]:
    names = {"all": _("Waiting"), "mine": _("I may decide"), "decided": _("Decided")}
    return [{"label": name, "href": f"?view={code}", "current": code == view} for code, name in names.items()]
