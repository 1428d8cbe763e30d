"""What colleagues ask for on a client's behalf: a deposit by hand, another leverage, a new password."""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from atrium.kernel.money import Money
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.approvals.forms import DepositForm, LeverageForm, PasswordForm
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.clients.selectors import client_for, clients_for, search
from tenants.messaging.requests import request_password_reset
from tenants.payments.services import request_deposit
from tenants.staff.models import Member
from tenants.trading.selectors import account_of, accounts_of
from tenants.trading.services import request_leverage

_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Asking:
    label: Any
    icon: str
    permission: str
    form: Callable[[Any, Client], forms.Form]
    ask: Callable[[Client, Member, dict[str, Any]], Approval]


def _deposit_form(data: Any, client: Client) -> forms.Form:
    return DepositForm(data, initial={"key": secrets.token_hex(16)})


def _leverage_form(data: Any, client: Client) -> forms.Form:
    accounts = [
        (str(row.id), f"{row.login} · {row.product.name} · 1:{row.leverage}") for row in accounts_of(client)
    ]
    return LeverageForm(data, accounts=accounts)


def _password_form(data: Any, client: Client) -> forms.Form:
    return PasswordForm(data)


def _deposit(client: Client, member: Member, said: dict[str, Any]) -> Approval:
    amount = Money.of(said.pop("amount").replace(",", "").strip(), client.currency)
    return request_deposit(client=client, money=amount, by=member.user_id, **said)


def _leverage(client: Client, member: Member, said: dict[str, Any]) -> Approval:
    account = account_of(client, said["account"])
    return request_leverage(
        client=client, account=account, leverage=said["leverage"], reason=said["reason"], by=member.user_id
    )


def _password(client: Client, member: Member, said: dict[str, Any]) -> Approval:
    return request_password_reset(client=client, reason=said["reason"], by=member.user_id)


ASKINGS: Final = {
    "deposit": Asking(gettext_lazy("Manual deposit"), "cash", "finance.deposit", _deposit_form, _deposit),
    "leverage": Asking(gettext_lazy("Change leverage"), "scale", "trading.view", _leverage_form, _leverage),
    "password": Asking(gettext_lazy("Reset password"), "key", "clients.view", _password_form, _password),
}


@require_safe
@permitted("approvals.view")
def choose(request: HttpRequest, member: Member) -> HttpResponse:
    """For whom, and what. Only clients in scope are found."""
    text = request.GET.get("q", "").strip()
    found = search(clients_for(member), text)[:_SHOWN] if text and member.allows("clients.view") else []
    context = {"found": list(found), "askings": _allowed(member), "asked": bool(text)}
    return render(request, "staff_console/approvals/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("approvals.view")
def ask(request: HttpRequest, member: Member, kind: str, client_id: uuid.UUID) -> HttpResponse:
    asking = ASKINGS.get(kind)
    if asking is None or not member.allows(asking.permission):
        raise NotFound("This page does not exist, or it is not yours to see.")
    client = client_for(member, client_id)
    form = asking.form(request.POST if request.method == "POST" else None, client)
    if request.method == "POST" and form.is_valid():
        try:
            approval = asking.ask(client, member, dict(form.cleaned_data))
        except AtriumError as error:
            show_in(form, error)
        else:
            messages.success(request, _("Asked. A second person decides it now."))
            return redirect("approval", approval_id=approval.id)
    context = {"form": form, "client": client, "asking": asking}
    return render(request, "staff_console/approvals/ask.html", context, status=422 if form.is_bound else 200)


def _allowed(member: Member) -> list[tuple[str, Asking]]:
    return [(code, asking) for code, asking in ASKINGS.items() if member.allows(asking.permission)]
