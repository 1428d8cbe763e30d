"""The bell: what is new, marked read one by one or all; and how each kind comes to its reader."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import NotFound
from portals.shared.ids import uuid_of
from portals.shared.paging import page_of
from portals.staff_console.access import any_member, in_drawer
from tenants.notifications import selectors, services
from tenants.notifications.kinds import CATALOGUE
from tenants.notifications.models import Cadence
from tenants.staff.models import Member

IN_DRAWER = 25


@require_safe
@any_member
def news(request: HttpRequest, member: Member) -> HttpResponse:
    drawer = in_drawer(request)
    found = selectors.news_of(member.user)
    if request.GET.get("show") == "unread":
        found = found.filter(read_at=None)
    size = IN_DRAWER if drawer else 50
    page = page_of(found, request.GET.get("cursor", ""), by="at", size=size)
    context = {
        "page": page,
        "unread": selectors.unread(member.user).now(),
        "show": request.GET.get("show", ""),
    }
    return render(request, f"staff_console/notifications/{'drawer' if drawer else 'page'}.html", context)


@require_safe
@any_member
def bell(request: HttpRequest, member: Member) -> HttpResponse:
    return render(request, "staff_console/notifications/bell.html")


@require_safe
@any_member
def follow(request: HttpRequest, member: Member, notification_id: uuid.UUID) -> HttpResponse:
    """Reading is following: the news is read, and the reader is where it happened."""
    found = selectors.news_of(member.user).filter(id=notification_id).first()
    if found is None:
        raise NotFound("There is no such notification of yours.")
    services.mark_read(user=member.user, ids=[found.id])
    inside = url_has_allowed_host_and_scheme(found.url, allowed_hosts=None)
    return redirect(found.url if found.url and inside else "notifications")


@require_POST
@any_member
def read(request: HttpRequest, member: Member) -> HttpResponse:
    until = request.POST.get("until", "")
    one = request.POST.get("id", "")
    if one:
        services.mark_read(user=member.user, ids=[_known(one)])
    else:
        services.mark_read(user=member.user, until=_known(until) if until else None)
    return _again(request)


@require_POST
@any_member
def unread(request: HttpRequest, member: Member, notification_id: uuid.UUID) -> HttpResponse:
    services.mark_unread(user=member.user, notification_id=notification_id)
    return _again(request)


@require_http_methods(["GET", "HEAD", "POST"])
@any_member
def choices(request: HttpRequest, member: Member) -> HttpResponse:
    if request.method == "POST":
        for kind in CATALOGUE:
            mail = request.POST.get(f"mail-{kind.code}", "")
            if mail in Cadence.values:
                bell = f"bell-{kind.code}" in request.POST
                services.choose(user=member.user, kind=kind.code, bell=bell, mail=mail)
        messages.success(request, _("Saved. From now on news comes to you like this."))
        return redirect("notification_settings")
    context = {"choices": selectors.choices_of(member.user), "cadences": Cadence.choices}
    return render(request, "staff_console/notifications/settings.html", context)


def _again(request: HttpRequest) -> HttpResponse:
    return _drawer(request) if in_drawer(request) else redirect("notifications")


def _drawer(request: HttpRequest) -> HttpResponse:
    member = request.viewer  # type: ignore[attr-defined]
    page = page_of(selectors.news_of(member.user), by="at", size=IN_DRAWER)
    context = {"page": page, "unread": selectors.unread(member.user).now()}
    return render(request, "staff_console/notifications/drawer.html", context)


def _known(text: str) -> uuid.UUID:
    found = uuid_of(text)
    if found is None:
        raise NotFound("There is no such notification of yours.")
    return found
