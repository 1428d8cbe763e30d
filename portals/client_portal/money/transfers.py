"""Between the wallet and a trading account."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atrium.kernel.errors import AtriumError, Conflict
from portals.client_portal.access import client_page
from portals.client_portal.accounts.figures import worth_of
from portals.client_portal.money.forms import TransferForm
from portals.shared.refusals import show_in
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.trading.models import TradingAccount
from tenants.trading.selectors import account_of
from tenants.wallets import selectors
from tenants.wallets.models import Transfer
from tenants.wallets.requests import move_or_ask


@require_http_methods(["GET", "POST"])
@client_page
def transfer(request: HttpRequest, client: Client) -> HttpResponse:
    worth = worth_of(client, ask=request.method == "GET")
    mine = [one for one in worth.accounts if _can_hold(one.account, client)]
    form = TransferForm(
        request.POST or None, currency=client.currency, accounts=mine, initial=request.GET.dict()
    )
    if request.method == "POST" and form.is_valid():
        begun = _begin(client, form)
        if isinstance(begun, Approval):
            messages.info(request, _("We have your request. A person looks at it; the answer appears here."))
            return redirect("requests")
        if begun is not None:
            last = _go_on(request, client, form, begun)
            return redirect("transfer_detail", last.id)
    page = {"client": client, "form": form, "worth": worth, "accounts": mine}
    return render(request, "client_portal/money/transfer.html", page, status=422 if form.errors else 200)


@require_safe
@client_page
def detail(request: HttpRequest, client: Client, transfer_id: uuid.UUID) -> HttpResponse:
    return render(request, "client_portal/money/transfer_detail.html", one(client, transfer_id))


@require_safe
@client_page
def state(request: HttpRequest, client: Client, transfer_id: uuid.UUID) -> HttpResponse:
    return render(request, "client_portal/money/transfer_state.html", one(client, transfer_id))


def one(client: Client, transfer_id: uuid.UUID) -> dict[str, Any]:
    return {"client": client, "transfer": selectors.transfer_of(client, transfer_id)}


def _begin(client: Client, form: TransferForm) -> Transfer | Approval | None:
    account_id, to_account, _onward = form.chosen()
    account = account_of(client, account_id)
    way = Transfer.Direction.TO_ACCOUNT if to_account else Transfer.Direction.TO_WALLET
    try:
        return move_or_ask(
            client=client,
            account_id=account.id,
            direction=way,
            money=form.cleaned_data["amount"],
            key=form.cleaned_data["key"],
            by=client.user_id,
        )
    except AtriumError as refusal:
        if isinstance(refusal, Conflict):
            form.renew_key()
        show_in(form, refusal)
        return None


def _go_on(request: HttpRequest, client: Client, form: TransferForm, begun: Transfer) -> Transfer:
    """The second half of a way between two trading accounts, once the first has arrived in the wallet. If that takes longer,
    the money waits there: it is never on two ways at once."""
    _account, _into, onward = form.chosen()
    if onward is None:
        return begun
    if begun.state != Transfer.State.SETTLED:
        messages.info(
            request, _("The first half is under way. When it is in your wallet, move it on from there.")
        )
        return begun
    try:
        moved = move_or_ask(
            client=client,
            account_id=account_of(client, onward).id,
            direction=Transfer.Direction.TO_ACCOUNT,
            money=form.cleaned_data["amount"],
            key=f"{form.cleaned_data['key']}:on",
            by=client.user_id,
        )
    except AtriumError as refusal:
        messages.error(request, f"{refusal.message} {_('The money is in your wallet.')}")
        return begun
    return begun if isinstance(moved, Approval) else moved


def _can_hold(account: TradingAccount, client: Client) -> bool:
    return account.kind == "live" and account.currency == client.currency and account.status != "archived"
