"""Who works here: inviting, giving and ending roles, sessions and second factors."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.settings.people import people
from portals.staff_console.settings.people.forms import AppointmentForm, InviteForm, MemberForm
from tenants.activity.selectors import timeline
from tenants.activity.types import Subject
from tenants.identity.devices import devices_of
from tenants.staff import services
from tenants.staff.models import Appointment, Member


@require_safe
@permitted("settings.staff")
def staff_list(request: HttpRequest, member: Member) -> HttpResponse:
    view = request.GET.get("view", "here")
    found = people.rows()
    shown = [row for row in found if (row.state == "ended") == (view == "ended")]
    context = {"rows": shown, "tabs": _tabs(view, found), "view": view}
    return render(request, "staff_console/settings/people/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.staff")
def invite(request: HttpRequest, member: Member) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = _invite(form, member)
        except AtriumError as error:
            show_in(form, error)
        else:
            messages.success(request, _("%(name)s is invited; the mail is on its way.") % {"name": added})
            return redirect("settings_member", member_id=added.id)
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/settings/people/invite.html", {"form": form}, status=status)


@require_safe
@permitted("settings.staff")
def member_page(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    return _show(request, member, services.member_or_refuse(member_id))


@require_POST
@permitted("settings.staff")
def change(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    colleague = services.member_or_refuse(member_id)
    form = MemberForm(request.POST)
    if form.is_valid():
        services.change_member(member=colleague, by=member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings_member", member_id=member_id)
    return _show(request, member, colleague, member_form=form)


@require_POST
@permitted("settings.staff")
def appoint(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    colleague = services.member_or_refuse(member_id)
    form = AppointmentForm(request.POST)
    if form.is_valid():
        try:
            given = services.appoint(member=colleague, by=member, **form.cleaned_data)
        except AtriumError as error:
            show_in(form, error)
        else:
            messages.success(request, _("Role given: %(role)s.") % {"role": given})
            return redirect("settings_member", member_id=member_id)
    return _show(request, member, colleague, appointment_form=form)


@require_POST
@permitted("settings.staff")
def end_role(
    request: HttpRequest, member: Member, member_id: uuid.UUID, appointment_id: uuid.UUID
) -> HttpResponse:
    appointment = (
        Appointment.objects.select_related("member__user", "role", "desk")
        .filter(id=appointment_id, member=member_id)
        .first()
    )
    if appointment is None:
        raise NotFound("There is no such role of this colleague.")
    services.end_appointment(appointment, by=member)
    messages.success(request, _("Role ended: %(role)s. It is gone at once.") % {"role": appointment})
    return redirect("settings_member", member_id=member_id)


@require_POST
@permitted("settings.staff")
def end(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    """All roles end. What was theirs is handed over next."""
    colleague = services.member_or_refuse(member_id)
    services.end_membership(colleague, by=member)
    messages.success(request, _("%(name)s has no access any more.") % {"name": colleague})
    return redirect(_handover_address(member, colleague) or reverse("settings_member", args=[member_id]))


@require_POST
@permitted("settings.staff")
def resend(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    colleague = services.member_or_refuse(member_id)
    with transaction.atomic():
        services.invite_member(colleague)
    messages.success(
        request, _("The invitation is on its way to %(email)s.") % {"email": colleague.user.email}
    )
    return redirect("settings_member", member_id=member_id)


@require_POST
@permitted("settings.staff")
def sign_out(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    colleague = services.member_or_refuse(member_id)
    count = services.sign_out_everywhere(member=colleague, by=member)
    messages.success(request, _("%(count)s sessions ended.") % {"count": count})
    return redirect("settings_member", member_id=member_id)


@require_POST
@permitted("settings.staff")
def reset_factors(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    colleague = services.member_or_refuse(member_id)
    services.reset_factors(member=colleague, by=member)
    messages.success(
        request, _("Second factors of %(name)s are forgotten, and all sessions ended.") % {"name": colleague}
    )
    return redirect("settings_member", member_id=member_id)


def _invite(form: InviteForm, by: Member) -> Member:
    values = form.cleaned_data
    with transaction.atomic():
        added = services.add_member(
            email=values["email"],
            name=values["name"],
            role=values["role"].name,
            desk=values["desk"].name if values["desk"] else "",
            active_to=values["active_to"],
            takes_leads=values["takes_leads"],
            by=by,
        )
        services.invite_member(added)
    return added


def _show(request: HttpRequest, member: Member, colleague: Member, **forms: Any) -> HttpResponse:
    held = list(colleague.appointments.select_related("role", "desk").order_by("-active_from", "-id"))
    (row,) = [row for row in people.rows() if row.member.id == colleague.id]
    context = {
        "colleague": colleague,
        "row": row,
        "held": [(one, people.state_of(one)) for one in held],
        "member_form": forms.get("member_form") or MemberForm(member=colleague),
        "appointment_form": forms.get("appointment_form") or AppointmentForm(),
        "sessions": services.sessions_of(colleague),
        "devices": devices_of(colleague.user),
        "entries": timeline([Subject("member", colleague.id)], limit=30).entries,
        "handover": _handover_address(member, colleague),
    }
    page = "staff_console/settings/people/member.html"
    return render(request, page, context, status=422 if forms else 200)


def _handover_address(member: Member, colleague: Member) -> str:
    """Where a manager's people are handed over, for those who may."""
    return reverse("hand_over", args=[colleague.id]) if member.allows("clients.hand_over") else ""


def _tabs(view: str, rows: list[people.Row]) -> list[dict[str, Any]]:
    ended = sum(row.state == "ended" for row in rows)
    return [
        {"label": _("Here"), "href": "?view=here", "current": view != "ended", "count": len(rows) - ended},
        {"label": _("Gone"), "href": "?view=ended", "current": view == "ended", "count": ended},
    ]
