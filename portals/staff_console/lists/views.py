"""What belongs to every list: its filter's fields, columns, saved views and segments."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import AtriumError, InvalidInput, NotFound
from portals.shared.refusals import telling
from portals.staff_console.access import any_member, permitted
from portals.staff_console.lists import saved
from portals.staff_console.lists.fields import builder_of
from tenants.lists import services
from tenants.lists.models import Audience
from tenants.lists.registry import definition_of
from tenants.lists.selectors import count, selected
from tenants.lists.types import ListDefinition
from tenants.staff.models import Desk, Member, Role


@require_safe
@any_member
def fields(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    return JsonResponse(builder_of(_definition(member, code), member))


@require_safe
@any_member
def counted(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """How many rows fit: asked when the page is there, because counting may take longer than showing."""
    definition = _definition(member, code)
    rows = selected(definition, member, document=_asked(request), text=request.GET.get("q", ""))
    return HttpResponse(_("%(number)s rows") % {"number": count(rows)})


def _asked(request: HttpRequest) -> Any:
    try:
        return json.loads(request.GET.get("f") or "{}")
    except ValueError:
        raise InvalidInput("The filter could not be read.", field="f") from None


@require_POST
@any_member
def columns(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    chosen = [] if request.POST.get("reset") else request.POST.getlist("columns")
    services.choose_columns(by=member, list_code=_definition(member, code).code, columns=chosen)
    return _back(request)


@require_safe
@permitted("views.share")
def audiences(request: HttpRequest, member: Member) -> HttpResponse:
    """With whom a view or a segment may be shared: asked by the dialog to save one when it opens."""
    offered = {
        "audiences": Audience.choices,
        "roles": Role.objects.order_by("name").values_list("name", flat=True),
        "desks": Desk.objects.order_by("name").values("id", "name"),
    }
    return render(request, "shared/audiences.html", offered)


@require_POST
@any_member
def save(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """A view or a segment under a name. What cannot be kept is said on the list, which stays as it was."""
    definition = _definition(member, code)
    try:
        kept, address = _kept(request, member, definition)
    except AtriumError as error:
        messages.error(request, error.message)
        return _back(request)
    messages.success(request, _("“%(name)s” is kept.") % {"name": kept})
    return redirect(address or _next(request))


def _kept(request: HttpRequest, member: Member, definition: ListDefinition) -> tuple[str, str]:
    audience = request.POST.get("audience") or Audience.PRIVATE
    facts: dict[str, Any] = {
        "by": member,
        "list_code": definition.code,
        "name": request.POST.get("name", ""),
        "document": _document(request),
        "audience": audience,
        "audience_ids": request.POST.getlist("roles" if audience == Audience.ROLES else "desks"),
    }
    if request.POST.get("what") == "segment":
        return services.save_segment(**facts).name, ""
    chosen = [one for one in request.POST.get("columns", "").split(",") if one]
    view = services.save_view(**facts, sort=request.POST.get("sort", ""), columns=chosen)
    if request.POST.get("default"):
        services.choose_default_view(by=member, list_code=definition.code, view_id=view.id)
    return view.name, f"{_next(request).partition('?')[0]}?v={view.id}"


@require_safe
@any_member
def segments(request: HttpRequest, member: Member) -> HttpResponse:
    return render(request, "staff_console/lists/saved.html", {"shelves": saved.shelves_of(member)})


@require_POST
@any_member
def change_view(request: HttpRequest, member: Member, code: str, view_id: uuid.UUID) -> HttpResponse:
    """Make it the one the list opens with, or forget it."""
    definition = _definition(member, code)
    with telling(request):
        if request.POST.get("do") == "forget":
            services.forget_view(by=member, list_code=definition.code, view_id=view_id)
        else:
            wanted = view_id if request.POST.get("do") == "default" else None
            services.choose_default_view(by=member, list_code=definition.code, view_id=wanted)
    return redirect("segments")


@require_POST
@any_member
def forget_segment(request: HttpRequest, member: Member, segment_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        services.forget_segment(by=member, segment_id=segment_id)
    return redirect("segments")


def _definition(member: Member, code: str) -> ListDefinition:
    definition = definition_of(code)
    if definition.permission and not member.allows(definition.permission):
        raise NotFound("This page does not exist, or it is not yours to see.")
    return definition


def _document(request: HttpRequest) -> Any:
    try:
        return json.loads(request.POST.get("document") or "{}")
    except ValueError:
        raise InvalidInput("The filter could not be read. Nothing was kept.", field="document") from None


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if inside else reverse("staff_home")


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(_next(request))
