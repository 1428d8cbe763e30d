"""Deposit: say everything before the button, go to the provider's page, come back and watch it arrive."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from atrium.kernel.errors import AtriumError, Conflict, NotFound
from portals.client_portal.access import client_page
from portals.client_portal.money.forms import DepositForm
from portals.client_portal.refusals import show_in
from tenants.clients.models import Client
from tenants.connections import selectors as connections
from tenants.connections.models import Connection
from tenants.kyc import selectors as kyc
from tenants.payments import selectors
from tenants.payments.models import Deposit
from tenants.payments.services import start_deposit


@require_http_methods(["GET", "POST"])
@client_page
def deposit(request: HttpRequest, client: Client) -> HttpResponse:
    methods = _methods(client.currency)
    form = DepositForm(request.POST or None, currency=client.currency, methods=methods)
    if request.method == "POST" and form.is_valid():
        begun = _begin(request, client, form)
        if begun is not None:
            return _onward(request, begun)
    page = {
        "client": client,
        "form": form,
        "methods": methods,
        "limits": selectors.deposit_limits(),
        "verdict": kyc.may_deposit(client),
        "identity_level": kyc.policy().deposit_requires_level,
    }
    return render(request, "client_portal/money/deposit.html", page, status=422 if form.errors else 200)


@require_safe
@client_page
def back(request: HttpRequest, client: Client, key: str) -> HttpResponse:
    """Where the provider's page sends people to; it knows the page's key, not our id."""
    found = selectors.deposits_of(client).filter(key=key).first()
    if found is None:
        raise NotFound("There is no such deposit.")
    return redirect("deposit_detail", found.id)


@require_safe
@client_page
def detail(request: HttpRequest, client: Client, deposit_id: uuid.UUID) -> HttpResponse:
    return render(request, "client_portal/money/deposit_detail.html", _one(client, deposit_id))


@require_safe
@client_page
def state(request: HttpRequest, client: Client, deposit_id: uuid.UUID) -> HttpResponse:
    return render(request, "client_portal/money/deposit_state.html", _one(client, deposit_id))


@require_safe
@client_page
def leave(request: HttpRequest, client: Client, deposit_id: uuid.UUID) -> HttpResponse:
    """A page in between, for browsers without script: our policy lets no form lead to another site."""
    page = _one(client, deposit_id)
    if page["deposit"].state != Deposit.State.OPEN:
        return redirect("deposit_detail", deposit_id)
    return render(request, "client_portal/money/deposit_leave.html", page)


def _begin(request: HttpRequest, client: Client, form: DepositForm) -> Deposit | None:
    key = form.cleaned_data["key"]
    way_back = request.build_absolute_uri(reverse("deposit_back", args=[key]))
    try:
        return start_deposit(
            client_id=client.id,
            money=form.cleaned_data["amount"],
            key=key,
            success_url=way_back,
            cancel_url=way_back,
            connection_id=uuid.UUID(form.cleaned_data["method"]),
            language=(get_language() or "en").split("-")[0],
        )
    except AtriumError as refusal:
        if isinstance(refusal, Conflict):
            form.renew_key()
        show_in(form, refusal)
        return None


def _onward(request: HttpRequest, begun: Deposit) -> HttpResponse:
    if begun.state != Deposit.State.OPEN:
        return _to(request, resolve_url("deposit_detail", begun.id))
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": begun.checkout_url})
    return redirect("deposit_leave", begun.id)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _one(client: Client, deposit_id: uuid.UUID) -> dict[str, Any]:
    return {"client": client, "deposit": selectors.deposit_of(client, deposit_id)}


def _methods(currency: str) -> list[Connection]:
    active = connections.connections().filter(kind=Connection.Kind.PSP, state=Connection.State.ACTIVE)
    return [one for one in active if connections.serves(one, capability="deposit", currency=currency)]
