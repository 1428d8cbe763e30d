"""The partner programme as the broker runs it: its rules, named programmes, who asked to join."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.brokers.selectors import address_of
from atrium.kernel import tenancy
from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.paging import page_of
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.partners.programmes.forms import JoinProgrammeForm, ProgrammeForm, RulesForm
from portals.staff_console.partners.tabs import tabs
from tenants.approvals.models import Approval
from tenants.ibs import selectors, services
from tenants.ibs.models import PartnerProgramme, Programme
from tenants.staff.models import Member

FORM = "staff_console/partners/programmes/form.html"


@require_safe
@permitted("partners.view")
def overview(request: HttpRequest, member: Member) -> HttpResponse:
    context = {
        "tabs": tabs("partner_programmes", member),
        "policy": selectors.policy(),
        "programmes": [(one, join_address(one)) for one in selectors.programmes()],
        "agreements": selectors.agreements()[:50],
        "landings": selectors.landings(),
        "may_change": member.allows("partners.manage"),
    }
    return render(request, "staff_console/partners/programmes/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("partners.manage")
def rules(request: HttpRequest, member: Member) -> HttpResponse:
    form = RulesForm(request.POST) if request.method == "POST" else RulesForm.of(selectors.policy())
    if form.is_bound and form.is_valid():
        try:
            services.save_policy(**form.values())
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Saved. It holds for registrations and pages from now on."))
            return redirect("partner_programmes")
    return form_page(request, member, form, _("Rules of the programme"))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("partners.manage")
def new_programme(request: HttpRequest, member: Member) -> HttpResponse:
    form = ProgrammeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = services.save_programme(**form.values())
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The programme is there."))
            return redirect("partner_programme", programme_id=made.id)
    return form_page(request, member, form, _("New programme"))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("partners.manage")
def programme(request: HttpRequest, member: Member, programme_id: uuid.UUID) -> HttpResponse:
    found = _programme(programme_id)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, programme=found)
    if form.is_bound and form.is_valid():
        try:
            services.save_programme(programme_id=found.id, code=found.code, **form.values())
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("partner_programme", programme_id=found.id)
    return _shown(request, member, found, form, JoinProgrammeForm())


@require_POST
@permitted("partners.manage")
def join(request: HttpRequest, member: Member, programme_id: uuid.UUID) -> HttpResponse:
    """A partner who is there already comes into the programme, from now on."""
    found, form = _programme(programme_id), JoinProgrammeForm(request.POST)
    if form.is_valid():
        try:
            services.join_programme(partner_id=form.cleaned_data["partner"].id, programme_id=found.id)
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The partner is in this programme from now on."))
            return redirect("partner_programme", programme_id=found.id)
    return _shown(request, member, found, ProgrammeForm(programme=found), form)


@require_safe
@permitted("partners.view")
def applications(request: HttpRequest, member: Member) -> HttpResponse:
    page = page_of(selectors.applications(), request.GET.get("cursor", ""))
    decided = Approval.objects.in_bulk([row.approval_id for row in page.rows])
    context = {
        "tabs": tabs("partner_programmes", member),
        "page": page,
        "rows": [(row, decided.get(row.approval_id)) for row in page.rows],
        "may_decide": member.allows("approvals.view"),
    }
    return render(request, "staff_console/partners/programmes/applications.html", context)


def form_page(request: HttpRequest, member: Member, form: Any, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "page_title": title, "tabs": tabs("partner_programmes", member), **more}
    return render(request, FORM, context, status=422 if form.errors else 200)


def join_address(programme: Programme) -> str:
    return f"{address_of(tenancy.require(), 'ib')}/join/{programme.code}/"


def _shown(
    request: HttpRequest, member: Member, found: Programme, form: ProgrammeForm, adding: JoinProgrammeForm
) -> HttpResponse:
    rows = PartnerProgramme.objects.select_related("partner").filter(programme=found, valid_to=None)
    context = {
        "programme": found,
        "form": form,
        "adding": adding,
        "address": join_address(found),
        "page": page_of(rows, request.GET.get("cursor", ""), by="valid_from"),
        "tabs": tabs("partner_programmes", member),
    }
    status = 422 if form.errors or adding.errors else 200
    return render(request, "staff_console/partners/programmes/programme.html", context, status=status)


def _programme(programme_id: uuid.UUID) -> Programme:
    found = selectors.programmes().filter(id=programme_id).first()
    if found is None:
        raise NotFound("There is no such programme.")
    return found
