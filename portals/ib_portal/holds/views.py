"""Holds: which of the partner's rebates are not paid while the broker looks, why, and the partner's own words to it."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from atrium.kernel.errors import AtriumError
from portals.ib_portal.access import partner_page
from portals.shared.paging import page_of
from portals.shared.refusals import show_in
from tenants.abuse import selectors, services
from tenants.ibs.models import Partner
from tenants.ibs.selectors import sight


class AppealForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Why this is not right"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


@require_safe
@partner_page
def holds(request: HttpRequest, partner: Partner) -> HttpResponse:
    page = page_of(selectors.held_of(partner), request.GET.get("cursor", ""), by="found_at")
    return render(request, "ib_portal/holds/holds.html", {"page": page, "sight": sight()})


@require_http_methods(["GET", "POST"])
@partner_page
def hold(request: HttpRequest, partner: Partner, flag_id: uuid.UUID) -> HttpResponse:
    flag, form = selectors.held_for(partner, flag_id), AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.appeal(partner=partner, flag_id=flag.id, text=form.cleaned_data["text"])
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Sent. A person reads it, and you are told what is decided."))
            return redirect("ib_hold", flag_id=flag.id)
    may = flag.state in selectors.HOLDING and flag.appealed_at is None
    context = {"flag": flag, "form": form if may else None, "sight": sight()}
    return render(request, "ib_portal/holds/hold.html", context, status=422 if form.errors else 200)
