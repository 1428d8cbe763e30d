"""Roles: the list, the editor with its preview and its changes before saving, copies and versions."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError, NotFound, Stale
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.settings.roles import changes, preview
from portals.staff_console.settings.roles.forms import RoleForm
from tenants.approvals.rates import broker_currency
from tenants.staff import services
from tenants.staff.authorities import in_force
from tenants.staff.models import Member, Role, RoleVersion
from tenants.staff.rules import Content
from tenants.staff.services.guarding import content_of
from tenants.staff.services.roles import as_document

VERSIONS = 20


@require_safe
@permitted("settings.roles")
def role_list(request: HttpRequest, member: Member) -> HttpResponse:
    holders = Count(
        "appointments__member",
        filter=in_force(clock.now(), prefix="appointments__") & Q(appointments__member__user__is_active=True),
        distinct=True,
    )
    rows = Role.objects.annotate(holders=holders).order_by("name")
    return render(request, "staff_console/settings/roles/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.roles")
def new_role(request: HttpRequest, member: Member) -> HttpResponse:
    form = RoleForm(request.POST or None, currency=broker_currency())
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            role = services.create_role(
                name=values["name"], description=values["description"], content=form.content(), by=member
            )
        except AtriumError as error:
            show_in(form, error)
        else:
            messages.success(request, _("The role “%(name)s” is made. Nobody holds it yet.") % {"name": role})
            return redirect("settings_role", role_id=role.id)
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.roles")
def role_page(request: HttpRequest, member: Member, role_id: uuid.UUID) -> HttpResponse:
    """Saving goes by two steps: what the change gives and takes is shown first."""
    role = _role(role_id)
    form = RoleForm(request.POST or None, currency=broker_currency(), role=role)
    if request.method != "POST":
        return _page(request, form, role)
    if not form.is_valid():
        return _page(request, form, role)
    if "sure" not in request.POST:
        return _page(
            request,
            form,
            role,
            looked=changes.of_contents(content_of(role), form.content(), broker_currency()),
        )
    try:
        _save(role, form, member)
    except Stale as stale:
        return _stale(request, role, form, stale)
    except AtriumError as error:
        show_in(form, error)
        return _page(request, form, role)
    messages.success(request, _("Saved. Everybody who holds the role has it with their next click."))
    return redirect("settings_role", role_id=role.id)


@require_POST
@permitted("settings.roles")
def role_preview(request: HttpRequest, member: Member) -> HttpResponse:
    """What the role that stands in the form would see; nothing is saved."""
    form = RoleForm(request.POST, currency=broker_currency())
    form.is_valid()
    known = {"permissions", "scopes", "everything"} <= form.cleaned_data.keys()
    shown = preview.of(form.content()) if known else {"invalid": True}
    return render(request, "staff_console/settings/roles/preview.html", shown)


@require_POST
@permitted("settings.roles")
def copy_role(request: HttpRequest, member: Member, role_id: uuid.UUID) -> HttpResponse:
    role = _role(role_id)
    name = _free_name(_("Copy of %(name)s") % {"name": role.name})
    made = services.create_role(name=name, description=role.description, content=content_of(role), by=member)
    return redirect("settings_role", role_id=made.id)


@require_POST
@permitted("settings.roles")
def remove_role(request: HttpRequest, member: Member, role_id: uuid.UUID) -> HttpResponse:
    services.remove_role(role_id=role_id)
    messages.success(request, _("The role is gone. Nobody ever held it."))
    return redirect("settings_roles")


def _save(role: Role, form: RoleForm, member: Member) -> None:
    services.change_role(
        role_id=role.id,
        name=form.cleaned_data["name"],
        description=form.cleaned_data["description"],
        content=form.content(),
        seen_version=form.cleaned_data["version"],
        by=member,
    )


def _stale(request: HttpRequest, role: Role, form: RoleForm, stale: Stale) -> HttpResponse:
    """Both versions, what was typed kept, and the next saving knows what it overwrites."""
    role.refresh_from_db()
    yours = _as_text(form.content())
    typed = request.POST.copy()
    typed["version"] = str(role.version)
    again = RoleForm(typed, currency=broker_currency(), role=role)
    again.is_valid()
    last = role.versions.order_by("-version").first()
    more = {
        "differences": changes.differences(stale.theirs, {**yours, "name": form.cleaned_data["name"]}),
        "who": last.by if last else None,
        "at": last.at if last else None,
    }
    return _page(request, again, role, status=409, **more)


def _page(
    request: HttpRequest, form: RoleForm, role: Role | None, *, status: int = 0, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "role": role,
        "currency": broker_currency(),
        "versions": _versions(role) if role else [],
        "holders": _holders(role) if role else [],
        "shown": preview.of(_in_hand(form, role)),
        **more,
    }
    wrong = form.is_bound and (form.errors or not role)
    return render(
        request, "staff_console/settings/roles/editor.html", context, status=status or (422 if wrong else 200)
    )


def _in_hand(form: RoleForm, role: Role | None) -> Content:
    """What stands in the form, where that can be read; else the role as it is."""
    if form.is_bound and form.is_valid():
        return form.content()
    return content_of(role) if role else Content(frozenset())


def _versions(role: Role) -> list[tuple[RoleVersion, list[changes.Change]]]:
    rows = list(role.versions.select_related("by__user").order_by("-version")[: VERSIONS + 1])
    found = []
    for row, before in zip(rows, [*rows[1:], None], strict=False):
        found.append(
            (row, changes.between(before.document, row.document, broker_currency()) if before else [])
        )
    return found[:VERSIONS]


def _holders(role: Role) -> list[Member]:
    held = in_force(clock.now(), prefix="appointments__")
    members = Member.objects.filter(held, appointments__role=role).select_related("user").distinct()
    return list(members.order_by("user__name")[:50])


def _role(role_id: uuid.UUID) -> Role:
    role = Role.objects.filter(id=role_id).first()
    if role is None:
        raise NotFound("There is no such role.")
    return role


def _free_name(name: str) -> str:
    taken = set(Role.objects.filter(name__startswith=name[:70]).values_list("name", flat=True))
    names = [name[:80], *(f"{name[:70]} ({number})" for number in range(2, 100))]
    return next(one for one in names if one not in taken)


def _as_text(content: Content) -> dict[str, str]:
    document = as_document(content)
    return {
        part: ", ".join(f"{name} {what}" for name, what in value.items())
        if isinstance(value, dict)
        else ", ".join(value)
        for part, value in document.items()
    }
