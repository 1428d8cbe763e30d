"""Settings: what there is to set, and the brand with its contrast notes."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portals.shared.looks import look_of, stylesheet_of
from portals.staff_console.access import any_member, permitted
from portals.staff_console.settings import sections
from portals.staff_console.settings.forms import BrandForm
from tenants.branding import selectors, services
from tenants.staff.models import Member


@require_safe
@any_member
def overview(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"sections": sections.for_member(member)}
    return render(request, "staff_console/settings/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.brand")
def brand(request: HttpRequest, member: Member) -> HttpResponse:
    values = selectors.brand()
    form = BrandForm(request.POST or None, initial=asdict(values))
    if request.method == "POST" and form.is_valid():
        services.change_brand(**form.changes())
        messages.success(request, _("The brand is changed. Everybody sees it with their next page."))
        return redirect("settings_brand")
    context = {"form": form, "corrections": stylesheet_of(look_of(values)).corrections}
    return render(request, "staff_console/settings/brand.html", context, status=422 if form.is_bound else 200)


@require_POST
@permitted("settings.brand")
def brand_preview(request: HttpRequest, member: Member) -> HttpResponse:
    """What the contrast check says about colours that are not saved yet."""
    form = BrandForm(request.POST)
    corrections = stylesheet_of(form.look()).corrections if form.is_valid() else ()
    context = {"corrections": corrections, "invalid": form.errors}
    return render(request, "staff_console/settings/contrast.html", context)
