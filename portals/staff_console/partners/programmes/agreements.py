"""Agreements: drafted, published, replaced; who agreed to which."""

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
from portals.staff_console.partners.programmes.forms import AgreementForm
from portals.staff_console.partners.programmes.views import form_page
from portals.staff_console.partners.tabs import tabs
from tenants.ibs import selectors, services
from tenants.ibs.models import Acceptance, Agreement
from tenants.staff.models import Member


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("partners.manage")
def new_agreement(request: HttpRequest, member: Member) -> HttpResponse:
    """The next version; a draft of the same is written anew. It begins as the version before it."""
    form = AgreementForm(request.POST if request.method == "POST" else None, initial=_before(request))
    if form.is_bound and form.is_valid():
        try:
            made = services.draft_agreement(
                title=form.cleaned_data["title"],
                wording=form.cleaned_data["wording"],
                programme_id=form.programme_id,
            )
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("The draft is kept. Partners see it when you publish it."))
            return redirect("partner_agreement", agreement_id=made.id)
    return form_page(request, member, form, _("Agreement"))


@require_safe
@permitted("partners.view")
def agreement(request: HttpRequest, member: Member, agreement_id: uuid.UUID) -> HttpResponse:
    found = _agreement(agreement_id)
    rows = Acceptance.objects.select_related("partner").filter(agreement=found)
    context = {
        "agreement": found,
        "page": page_of(rows, request.GET.get("cursor", ""), by="at"),
        "tabs": tabs("partner_programmes", member),
        "may_change": member.allows("partners.manage"),
    }
    return render(request, "staff_console/partners/programmes/agreement.html", context)


@require_POST
@permitted("partners.manage")
def publish(request: HttpRequest, member: Member, agreement_id: uuid.UUID) -> HttpResponse:
    found = _agreement(agreement_id)
    with telling(request):
        services.publish_agreement(agreement_id=found.id)
        messages.success(request, _("In force. Partners agree to it before they go on."))
    return redirect("partner_agreement", agreement_id=found.id)


def _before(request: HttpRequest) -> dict[str, str]:
    try:
        found = _agreement(uuid.UUID(request.GET.get("of", "")))
    except (ValueError, NotFound):
        return {}
    return {"programme": str(found.programme_id or ""), "title": found.title, "wording": found.wording}


def _agreement(agreement_id: uuid.UUID) -> Agreement:
    found = selectors.agreements().filter(id=agreement_id).first()
    if found is None:
        raise NotFound("There is no such agreement.")
    return found
