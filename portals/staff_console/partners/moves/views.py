"""Moves in the tree: what was moved, what a move would change, the move itself, and its undoing."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError
from portals.shared.paging import page_of
from portals.shared.refusals import show_in, telling
from portals.staff_console.access import permitted
from portals.staff_console.partners.moves.forms import MoveForm
from portals.staff_console.partners.tabs import tabs
from tenants.ibs.models import TreeMove
from tenants.ibs.selectors.moves import moves, preview_move
from tenants.ibs.services.moves import move_partner, undo_move
from tenants.rebates.moving import effect_of
from tenants.staff.models import Member

SHOWN = 200


@require_safe
@permitted("partners.view")
def move_list(request: HttpRequest, member: Member) -> HttpResponse:
    context = {
        "page": page_of(moves(), request.GET.get("cursor", "")),
        "tabs": tabs("partner_moves", member),
        "may_move": member.allows("partners.manage"),
        "now": clock.now(),
    }
    return render(request, "staff_console/partners/moves/list.html", context)


@require_http_methods(["GET", "POST"])
@permitted("partners.manage")
def new(request: HttpRequest, member: Member) -> HttpResponse:
    """The first button shows what would change; the second moves."""
    form = MoveForm(request.POST or None, initial={"partner": request.GET.get("partner", "")})
    context = {"form": form, "tabs": tabs("partner_moves", member)}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if "move" in request.POST:
            made = _move(form, member)
            if made is not None:
                messages.success(request, _said(made))
                return redirect("partner_moves")
        else:
            seen = preview_move(
                partner=said["partner"], parent=said["parent"], at=said["at"] or clock.now(),
                with_downline=said["with_downline"],
            )  # fmt: skip
            context["seen"] = seen
            context["paths"], context["more"] = seen.paths[:SHOWN], max(0, len(seen.paths) - SHOWN)
            if not seen.refusal:
                context["effect"] = effect_of(
                    partner=said["partner"], parent=said["parent"], with_downline=said["with_downline"]
                )
    return render(
        request, "staff_console/partners/moves/new.html", context, status=422 if form.errors else 200
    )


@require_POST
@permitted("partners.manage")
def undo(request: HttpRequest, member: Member, move_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        undo_move(move_id=move_id, by=member.user_id)
        messages.success(request, _("Undone. The tree is as if it had not been moved."))
    return redirect("partner_moves")


def _move(form: MoveForm, member: Member) -> TreeMove | None:
    said = form.cleaned_data
    try:
        return move_partner(
            partner_id=said["partner"].id,
            parent_id=said["parent"].id if said["parent"] else None,
            at=said["at"],
            with_downline=said["with_downline"],
            reason=said["reason"],
            by=member.user_id,
        )
    except AtriumError as refusal:
        show_in(form, refusal)
        return None


def _said(made: TreeMove) -> str:
    if made.state == TreeMove.State.WAITING:
        return _("Asked for. A second person decides it under Approvals; until then nothing moves.")
    if made.at > clock.now():
        return _("Planned. The tree changes by itself at that second.")
    return _("Moved. Deals from this second on count by the new tree.")
