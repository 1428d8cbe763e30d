"""Deposit: say everything before the button, go to the provider's page, come back and watch it arrive."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, Conflict, InvalidInput, NotFound
from atrium.kernel.money import Money
from portals.client_portal.access import client_page
from portals.client_portal.money.forms import DepositForm, ProofForm
from portals.client_portal.money.offers import qr_code, shown
from portals.shared.refusals import said, show_in
from tenants.clients.models import Client
from tenants.kyc import selectors as kyc
from tenants.payments import selectors
from tenants.payments.models import Deposit, Kind
from tenants.payments.services import choose_methods, start_deposit


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def deposit(request: HttpRequest, client: Client) -> HttpResponse:
    found = choose_methods(client)
    form = DepositForm(request.POST or None, currency=client.currency, offers=found)
    if request.method == "POST" and form.is_valid():
        begun = _begin(request, client, form)
        if begun is not None:
            return _onward(request, begun)
    page = {
        "client": client,
        "form": form,
        "limits": selectors.deposit_limits(),
        "verdict": kyc.may_deposit(client),
        "identity_level": kyc.policy().deposit_requires_level,
        **_offered(form, client),
    }
    return render(request, "client_portal/money/deposit.html", page, status=422 if form.errors else 200)


@require_safe
@client_page
def offers(request: HttpRequest, client: Client) -> HttpResponse:
    """The ways anew for the amount that stands in the form, with what each costs and leaves."""
    form = DepositForm(request.GET, currency=client.currency, offers=choose_methods(client))
    return render(request, "client_portal/money/deposit_methods.html", _offered(form, client))


def _offered(form: DepositForm, client: Client) -> dict[str, Any]:
    """Whoever has not said an amount yet sees each way with its limits; nothing is out of reach for them."""
    money = form["amount"].value()
    try:
        wanted = Money.of(str(money).strip(), client.currency) if money else None
    except InvalidInput:
        wanted = None
    found = choose_methods(client, wanted if wanted and wanted.amount_minor > 0 else None)
    chosen = str(form["method"].value() or form.fields["method"].initial)
    return {"form": form, "offers": shown(found, client), "chosen": chosen}


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


@require_POST
@client_page
def again(request: HttpRequest, client: Client, deposit_id: uuid.UUID) -> HttpResponse:
    """A payment that was declined is tried once more, by somebody else where there is somebody. A double click is one try."""
    before = selectors.deposit_of(client, deposit_id)
    key = f"{before.id}:again"
    try:
        begun = _start(request, client, key, before.money, before.method_id, after=before.id)
    except AtriumError as refusal:
        messages.error(request, said(refusal))
        return _to(request, resolve_url("deposit"))
    return _onward(request, begun)


@require_safe
@client_page
def leave(request: HttpRequest, client: Client, deposit_id: uuid.UUID) -> HttpResponse:
    """A page in between, for browsers without script: our policy lets no form lead to another site."""
    page = _one(client, deposit_id)
    if page["deposit"].state != Deposit.State.OPEN:
        return redirect("deposit_detail", deposit_id)
    return render(request, "client_portal/money/deposit_leave.html", page)


def _begin(request: HttpRequest, client: Client, form: DepositForm) -> Deposit | None:
    given = form.cleaned_data
    try:
        return _start(request, client, given["key"], given["amount"], uuid.UUID(given["method"]))
    except AtriumError as refusal:
        if isinstance(refusal, Conflict):
            form.renew_key()
        show_in(form, refusal)
        return None


def _start(
    request: HttpRequest,
    client: Client,
    key: str,
    money: Money,
    method_id: uuid.UUID | None,
    after: uuid.UUID | None = None,
) -> Deposit:
    way_back = request.build_absolute_uri(reverse("deposit_back", args=[key]))
    return start_deposit(
        client_id=client.id,
        money=money,
        key=key,
        success_url=way_back,
        cancel_url=way_back,
        method_id=method_id,
        language=(get_language() or "en").split("-")[0],
        after=after,
    )


def _onward(request: HttpRequest, begun: Deposit) -> HttpResponse:
    if begun.state != Deposit.State.OPEN or begun.pay_to or not begun.checkout_url:
        return _to(request, resolve_url("deposit_detail", begun.id))
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": begun.checkout_url})
    return redirect("deposit_leave", begun.id)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _one(client: Client, deposit_id: uuid.UUID) -> dict[str, Any]:
    return page_of(client, selectors.deposit_of(client, deposit_id))


def page_of(client: Client, deposit: Deposit) -> dict[str, Any]:
    """What the page of one deposit shows; of coins also the picture that a wallet reads."""
    address = deposit.pay_to.get("address") if deposit.state == Deposit.State.OPEN else ""
    return {
        "client": client,
        "deposit": deposit,
        "qr": qr_code(address) if address else "",
        "proofs": deposit.proofs.order_by("uploaded_at"),
        "takes_proof": deposit.state == Deposit.State.OPEN and deposit.kind in (Kind.WIRE, Kind.MANUAL),
        "proof_form": ProofForm(),
        "may_try_again": deposit.state == Deposit.State.FAILED and deposit.kind in (Kind.CARD, Kind.CRYPTO),
    }
