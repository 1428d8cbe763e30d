"""Your requests: what was asked, how it stands, and asking for more."""

import uuid
from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.client_portal.access import client_page
from portals.client_portal.requests.forms import LeverageForm, PartnerForm, ProfileChangeForm
from portals.client_portal.requests.listing import list_context
from portals.shared.refusals import show_in, telling
from tenants.approvals import selectors
from tenants.approvals.services import withdraw
from tenants.clients.models import Client
from tenants.clients.services import request_profile_change
from tenants.ibs.requests import request_partnership
from tenants.trading.selectors import account_of, accounts_of
from tenants.trading.services import request_leverage


@require_safe
@client_page
def requests(request: HttpRequest, client: Client) -> HttpResponse:
    return render(request, "client_portal/requests/requests.html", list_context(client))


@require_safe
@client_page
def listed(request: HttpRequest, client: Client) -> HttpResponse:
    return render(request, "client_portal/requests/list.html", list_context(client))


@require_POST
@client_page
def cancel(request: HttpRequest, client: Client, approval_id: uuid.UUID) -> HttpResponse:
    found = selectors.requests_of_client(client.id, client.user).filter(id=approval_id).first()
    if found is None:
        raise NotFound("There is no such request.")
    with telling(request):
        withdraw(approval_id=found.id, by=client.user_id)
        messages.success(request, _("Your request is cancelled."))
    return redirect("requests")


def _leverage_form(data: Any, client: Client, wanted: Any) -> forms.Form:
    return LeverageForm(data, initial=wanted, accounts=list(accounts_of(client).exclude(status="archived")))


def _profile_form(data: Any, client: Client, _wanted: Any) -> forms.Form:
    known = {"name": client.lead.name, "phone": client.lead.phone, "country": client.lead.country}
    return ProfileChangeForm(data, initial=known)


def _partner_form(data: Any, client: Client, _wanted: Any) -> forms.Form:
    return PartnerForm(data)


def _ask_leverage(client: Client, wanted: dict[str, Any]) -> None:
    account = account_of(client, wanted["account"])
    leverage, reason = str(wanted["leverage"]), wanted["reason"]
    request_leverage(client=client, account=account, leverage=leverage, reason=reason, by=client.user_id)


def _ask_profile(client: Client, wanted: dict[str, Any]) -> None:
    reason = wanted.pop("reason")
    request_profile_change(client=client, changes=wanted, reason=reason, by=client.user_id)


def _ask_partner(client: Client, wanted: dict[str, Any]) -> None:
    request_partnership(client=client, reason=wanted["reason"], by=client.user_id)


Asking = tuple[Any, Any, Callable[[Any, Client, Any], forms.Form], Callable[[Client, dict[str, Any]], None]]
ASKINGS: Final[dict[str, Asking]] = {
    "leverage": (
        gettext_lazy("Change leverage"),
        gettext_lazy("More leverage means larger gains and larger losses with the same money."),
        _leverage_form,
        _ask_leverage,
    ),
    "profile": (
        gettext_lazy("Change your details"),
        gettext_lazy("Name, number and country are checked by a person before they change."),
        _profile_form,
        _ask_profile,
    ),
    "partner": (
        gettext_lazy("Become a partner"),
        gettext_lazy("Bring clients and earn with their trading. You get a partner log-in of your own."),
        _partner_form,
        _ask_partner,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def ask(request: HttpRequest, client: Client, kind: str) -> HttpResponse:
    if kind not in ASKINGS:
        raise NotFound("This page does not exist.")
    title, help_text, make, carry = ASKINGS[kind]
    form = make(request.POST if request.method == "POST" else None, client, request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            carry(client, dict(form.cleaned_data))
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(
                request, _("We have your request. A person looks at it; the answer appears here.")
            )
            return redirect("requests")
    page = {"client": client, "form": form, "title": title, "help": help_text}
    return render(request, "client_portal/requests/ask.html", page, status=422 if form.is_bound else 200)
