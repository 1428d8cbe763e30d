"""Keys for programs of the partner's own: they read what these pages show, and nothing else."""

import uuid
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from atrium.brokers.selectors import address_of
from atrium.kernel import clock, tenancy
from atrium.kernel.errors import AtriumError, NotFound
from portals.ib_portal.access import partner_page
from portals.shared.paging import page_of
from portals.shared.refusals import show_in, telling
from tenants.apikeys import selectors, services
from tenants.apikeys.types import NewKey
from tenants.ibs.models import Partner

SCOPES: Final = (
    ("partner:read", gettext_lazy("Own clients, trades, links and clicks")),
    ("rebates:read", gettext_lazy("Own rebates with their explanation")),
    ("payouts:read", gettext_lazy("Own payouts")),
)


class KeyForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("The program that will use it.")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("May read"), choices=SCOPES, widget=forms.CheckboxSelectMultiple
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def api_keys(request: HttpRequest, partner: Partner) -> HttpResponse:
    form = KeyForm(request.POST if request.method == "POST" else None)
    made = _make(partner, form) if request.method == "POST" and form.is_valid() else None
    page = _page(request, partner, KeyForm() if made else form, made)
    return render(request, "ib_portal/api_keys/api_keys.html", page, status=422 if form.errors else 200)


@require_POST
@partner_page
def revoke(request: HttpRequest, partner: Partner, key_id: uuid.UUID) -> HttpResponse:
    if selectors.key_for(partner.user, key_id) is None:
        raise NotFound("There is no such API key.")
    with telling(request):
        services.revoke_key(key_id=key_id)
        messages.success(request, _("Revoked. The next request with this key is refused."))
    return redirect("ib_api_keys")


def _make(partner: Partner, form: KeyForm) -> NewKey | None:
    try:
        return services.create_key(
            user_id=partner.user_id, label=form.cleaned_data["label"], scopes=form.cleaned_data["scopes"]
        )
    except AtriumError as refusal:
        show_in(form, refusal)
        return None


def _page(request: HttpRequest, partner: Partner, form: KeyForm, made: NewKey | None) -> dict[str, Any]:
    return {
        "partner": partner,
        "form": form,
        "made": made,
        "page": page_of(selectors.keys_for(partner.user), request.GET.get("cursor", "")),
        "address": f"{address_of(tenancy.require(), 'api')}/v1/",
        "now": clock.now(),
    }
