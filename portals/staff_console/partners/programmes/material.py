"""Pages that links may lead to, and promo material that partners put on theirs."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.paging import page_of
from portals.shared.refusals import show_in, telling
from portals.staff_console.access import permitted
from portals.staff_console.partners.programmes.forms import LandingForm, PromoForm
from portals.staff_console.partners.programmes.views import form_page
from portals.staff_console.partners.tabs import tabs
from tenants.ibs import selectors, services
from tenants.ibs.models import Landing, Promo
from tenants.ibs.services.links import MOST_BYTES
from tenants.staff.models import Member


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("partners.manage")
def new_landing(request: HttpRequest, member: Member) -> HttpResponse:
    return _landing_form(request, member, None)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("partners.manage")
def landing(request: HttpRequest, member: Member, landing_id: uuid.UUID) -> HttpResponse:
    found = selectors.landings().filter(id=landing_id).first()
    if found is None:
        raise NotFound("There is no such page.")
    return _landing_form(request, member, found)


@require_safe
@permitted("partners.view")
def material(request: HttpRequest, member: Member) -> HttpResponse:
    context = {
        "page": page_of(selectors.promo(everything=True), request.GET.get("cursor", "")),
        "tabs": tabs("partner_programmes", member),
        "may_change": member.allows("partners.manage"),
    }
    return render(request, "staff_console/partners/programmes/material.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("partners.manage")
def new_promo(request: HttpRequest, member: Member) -> HttpResponse:
    form = PromoForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid() and _add(form):
        messages.success(request, _("Partners find it under Links, with their own link in it."))
        return redirect("partner_promo")
    return form_page(request, member, form, _("New material"), has_file=True)


@require_safe
@permitted("partners.view")
def picture(request: HttpRequest, member: Member, promo_id: uuid.UUID) -> HttpResponse:
    found = selectors.promo(everything=True).filter(id=promo_id, kind=Promo.Kind.BANNER).first()
    if found is None:
        raise NotFound("There is no such banner.")
    return HttpResponse(bytes(found.image), content_type=found.image_type)


@require_POST
@permitted("partners.manage")
def switch(request: HttpRequest, member: Member, promo_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        services.switch_promo(promo_id=promo_id, is_on=request.POST.get("on") == "yes")
        messages.success(request, _("Saved."))
    return redirect("partner_promo")


def _landing_form(request: HttpRequest, member: Member, found: Landing | None) -> HttpResponse:
    initial = (
        {"title": found.title, "target": found.target, "language": found.language, "is_on": found.is_on}
        if found
        else None
    )
    form = LandingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            services.save_landing(**form.cleaned_data, landing_id=found.id if found else None)
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Saved. Partners choose it for their links."))
            return redirect("partner_programmes")
    return form_page(request, member, form, found.title if found else _("New page"))


def _add(form: PromoForm) -> bool:
    """Not more of a file than may be is read."""
    upload = form.cleaned_data.get("picture")
    try:
        services.add_promo(
            title=form.cleaned_data["title"],
            language=form.cleaned_data["language"],
            picture=upload.read(MOST_BYTES + 1) if upload else b"",
            words=form.cleaned_data["words"],
            landing_id=form.landing_id,
        )
    except AtriumError as refusal:
        show_in(form, refusal)
        return False
    return True
