"""A colleague leaves or changes desk: all they have goes to others in one action, and comes back in one click."""

import uuid

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.refusals import show_in, telling
from portals.staff_console.access import permitted
from portals.staff_console.leads.forms import HandoverForm
from tenants.leads import selectors, services
from tenants.leads.models import Handover
from tenants.staff.models import Member
from tenants.staff.scopes import Belongs, covers
from tenants.staff.selectors import member as colleague
from tenants.staff.selectors import members_active

SHOWN = 50


@require_safe
@permitted("clients.hand_over")
def handovers(request: HttpRequest, member: Member) -> HttpResponse:
    rows = Handover.objects.select_related("giver__user", "giver__desk", "by__user").order_by("-at")
    seen = [one for one in rows.prefetch_related("takers__user")[:SHOWN] if _reaches(member, one.giver)]
    colleagues = Member.objects.select_related("user", "desk").order_by("user__name")
    reached = [one for one in colleagues if _reaches(member, one)]
    behind = selectors.left_behind_of(reached)
    context = {
        "handovers": seen,
        "givers": [(one, behind[one.id]) for one in reached if not behind[one.id].is_nothing],
        "working": set(members_active().values_list("id", flat=True)),
    }
    return render(request, "staff_console/leads/handovers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("clients.hand_over")
def hand_over(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    giver = _giver(member, member_id)
    form = HandoverForm(request.POST or None, giver=giver)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.hand_over(
                giver=giver,
                takers=list(form.cleaned_data["takers"]),
                by=member,
                note=form.cleaned_data["note"],
            )
        except AtriumError as error:
            show_in(form, error)
        else:
            return redirect("handover", handover_id=made.id)
    context = {"giver": giver, "form": form, "behind": selectors.left_behind(giver)}
    return render(
        request, "staff_console/leads/hand_over.html", context, status=422 if form.is_bound else 200
    )


@require_safe
@permitted("clients.hand_over")
def handover(request: HttpRequest, member: Member, handover_id: uuid.UUID) -> HttpResponse:
    """While it is under way, the page's middle is fetched again until it is done."""
    made = _handover(member, handover_id)
    counts = dict(made.items.order_by().values_list("taker").annotate(count=Count("id")))
    shares = [(taker, counts.get(taker.id, 0)) for taker in made.takers.select_related("user")]
    context = {"handover": made, "shares": shares, "back": made.items.filter(is_back=True).count()}
    name = "handover_state" if request.htmx else "handover"  # type: ignore[attr-defined]
    return render(request, f"staff_console/leads/{name}.html", context)


@require_POST
@permitted("clients.hand_over")
def undo(request: HttpRequest, member: Member, handover_id: uuid.UUID) -> HttpResponse:
    made = _handover(member, handover_id)
    with telling(request):
        services.undo_handover(handover_id=made.id, by=member)
        messages.success(request, _("The handover is taken back."))
    return redirect("handover", handover_id=made.id)


def _giver(member: Member, member_id: uuid.UUID) -> Member:
    giver = colleague(member_id)
    if giver is None or not _reaches(member, giver):
        raise NotFound("There is no such colleague, or what they have is not yours to move.")
    return giver


def _handover(member: Member, handover_id: uuid.UUID) -> Handover:
    made = Handover.objects.select_related("giver__user", "giver__desk", "by__user").filter(id=handover_id)
    found = made.first()
    if found is None or not _reaches(member, found.giver):
        raise NotFound("There is no such handover, or it is not yours to see.")
    return found


def _reaches(member: Member, giver: Member) -> bool:
    return covers(member, "clients.hand_over", Belongs(giver.id, giver.desk_id))
