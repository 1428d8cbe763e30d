"""Where a client's money may go: add one with a second factor, see whether it was looked at, remove it."""

import json
import uuid

from allauth.mfa.webauthn.internal import auth as passkeys
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel.errors import AtriumError, Conflict
from portals.client_portal.access import client_page
from portals.client_portal.money.forms import DestinationForm
from portals.client_portal.money.withdrawals import given_factor
from portals.shared.refusals import show_in
from tenants.clients.models import Client
from tenants.payments import selectors
from tenants.payments.models import Destination
from tenants.payments.services import add_destination, remove_destination
from tenants.payments.services.destinations import facts_of_place, read_place
from tenants.payments.services.factors import ask_for_code

_WRITTEN = ("kind", "number", "holder", "bic", "network")


@require_http_methods(["GET", "POST"])
@client_page
def destinations(request: HttpRequest, client: Client) -> HttpResponse:
    """Two steps of one page: what it is, then the second factor."""
    form = DestinationForm(request.POST or None, initial={"holder": client.lead.name})
    method = ""
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST and _add(request, client, form) is not None:
            messages.success(request, _("Added. A person looks at it; the answer appears here."))
            return redirect("destinations")
        method = _open_question(client, form)
        form.fields["code"].required = bool(method)  # on the second step
    page = {
        "client": client,
        "form": form,
        "places": selectors.destinations_of(client),
        "method": method,
        "kind_label": dict(form.fields["kind"].choices).get(form["kind"].value(), ""),  # type: ignore[attr-defined]
        "hidden": [(name, form.cleaned_data.get(name, "")) for name in _WRITTEN] if method else [],
        "asked": json.dumps(passkeys.begin_authentication(client.user)) if method == "passkey" else "",
    }
    return render(request, "client_portal/money/destinations.html", page, status=422 if form.errors else 200)


@require_POST
@client_page
def remove(request: HttpRequest, client: Client, destination_id: uuid.UUID) -> HttpResponse:
    try:
        remove_destination(client_id=client.id, destination_id=destination_id, by=client.user_id)
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Removed. Nothing is sent there any more."))
    return redirect("destinations")


def _open_question(client: Client, form: DestinationForm) -> str:
    """Nothing is asked while the address itself is wrong."""
    try:
        place = read_place(**form.place())
    except AtriumError as refusal:
        show_in(form, refusal)
        return ""
    what = _("add the destination %(number)s") % {"number": place["number"]}
    return ask_for_code(
        user=client.user, key=form.cleaned_data["key"], facts=facts_of_place(place), what=what
    )


def _add(request: HttpRequest, client: Client, form: DestinationForm) -> Destination | None:
    try:
        return add_destination(
            client_id=client.id,
            key=form.cleaned_data["key"],
            second_factor=given_factor(request, client.user),
            **form.place(),
        )
    except AtriumError as refusal:
        if isinstance(refusal, Conflict):
            form.renew_key()
        show_in(form, refusal)
        return None
