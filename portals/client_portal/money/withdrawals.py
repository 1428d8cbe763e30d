"""Withdraw: say everything before the button, ask for a second factor, and watch it go; cancel while nobody has decided."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, Conflict
from portals.client_portal.access import client_page
from portals.client_portal.money.forms import WithdrawalForm
from portals.shared.factors import given_factor, question
from portals.shared.refusals import show_in, telling
from tenants.clients.models import Client
from tenants.identity.models import User
from tenants.payments import selectors
from tenants.payments.models import Destination, Withdrawal
from tenants.payments.services import cancel_withdrawal, request_withdrawal
from tenants.payments.services.factors import ask_for_code
from tenants.payments.services.planning import Plan, policy, sources
from tenants.payments.services.withdrawing import confirmed_facts, preview
from tenants.wallets import selectors as wallets


@require_http_methods(["GET", "POST"])
@client_page
def withdraw(request: HttpRequest, client: Client) -> HttpResponse:
    """Two steps of one page: what and where to; then what it comes to, and the second factor."""
    places = list(selectors.destinations_of(client))
    held = wallets.wallets(client)
    asked = request.POST.get("wallet") or request.GET.get("wallet")
    wallet = next((one for one in held if one.posted.currency == asked), held[0])
    currency = wallet.posted.currency
    form = WithdrawalForm(
        request.POST or None, currency=currency, places=[one for one in places if one.state == "verified"],
        back=bool(sources(client, currency)), initial=request.GET.dict(),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST:
            made = _request(request, client, form)
            if made is not None:
                return redirect("withdrawal_detail", made.id)
        # What is wrong with the code is said beside it; what is wrong with the request, on the first step.
        if not form.errors or "code" in form.errors:
            shown = _review(request, client, form)
            if shown is not None:
                return shown
    page = {
        "client": client,
        "form": form,
        "places": places,
        "wallet": wallet,
        "currency": currency,
        "others": [one for one in held if one.posted.currency != currency],
        "policy": policy(),
        "may": client.kyc_level >= policy().kyc_level,
    }
    return render(request, "client_portal/money/withdraw.html", page, status=422 if form.errors else 200)


@require_safe
@client_page
def detail(request: HttpRequest, client: Client, withdrawal_id: uuid.UUID) -> HttpResponse:
    return render(request, "client_portal/money/withdrawal_detail.html", one(client, withdrawal_id))


@require_safe
@client_page
def state(request: HttpRequest, client: Client, withdrawal_id: uuid.UUID) -> HttpResponse:
    return render(request, "client_portal/money/withdrawal_state.html", one(client, withdrawal_id))


@require_POST
@client_page
def cancel(request: HttpRequest, client: Client, withdrawal_id: uuid.UUID) -> HttpResponse:
    """The money is free again when this answers."""
    found = selectors.withdrawal_of(client, withdrawal_id)
    with telling(request):
        cancel_withdrawal(withdrawal_id=found.id, by=client.user_id)
        messages.success(request, _("Cancelled. The money is in your wallet again."))
    return redirect("withdrawal_detail", found.id)


def one(client: Client, withdrawal_id: uuid.UUID) -> dict[str, Any]:
    found = selectors.withdrawal_of(client, withdrawal_id)
    parts = [part for part in found.payouts.all() if part.state != "void" or found.is_final]
    return {"client": client, "withdrawal": found, "parts": parts}


def _review(request: HttpRequest, client: Client, form: WithdrawalForm) -> HttpResponse | None:
    """The second step. Drawing it opens the question for the second factor, which mails a code to whoever has no other."""
    place, money = form.chosen(), form.cleaned_data["amount"]
    try:
        plan = preview(client=client, destination_id=place.id if place else None, money=money)
    except AtriumError as refusal:
        show_in(form, refusal)
        return None
    method = _open_question(client.user, form, place, plan)
    form.fields["code"].required = True  # on this step
    context = {
        "client": client,
        "form": form,
        "place": place,
        "money": money,
        "plan": plan,
        "email": client.user.email,
        **question(client.user, method),
    }
    status = 422 if form.errors else 200
    return render(request, "client_portal/money/withdraw_confirm.html", context, status=status)


def _open_question(user: User, form: WithdrawalForm, place: Destination | None, plan: Plan) -> str:
    money = form.cleaned_data["amount"]
    where = place.label if place else _("back to where it came from")
    return ask_for_code(
        user=user,
        key=form.cleaned_data["key"],
        facts=confirmed_facts(place.id if place else None, money),
        what=_("withdraw %(money)s to %(where)s") % {"money": money, "where": where},
    )


def _request(request: HttpRequest, client: Client, form: WithdrawalForm) -> Withdrawal | None:
    place = form.chosen()
    try:
        return request_withdrawal(
            client_id=client.id,
            destination_id=place.id if place else None,
            money=form.cleaned_data["amount"],
            key=form.cleaned_data["key"],
            second_factor=given_factor(request, client.user),
        )
    except AtriumError as refusal:
        if isinstance(refusal, Conflict):
            form.renew_key()
        show_in(form, refusal)
        return None
