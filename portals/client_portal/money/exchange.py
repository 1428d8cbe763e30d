"""Between wallets: another currency at the rate that is shown, and to the same person's partner wallet and back."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from atrium.kernel.errors import AtriumError, Conflict
from atrium.kernel.money import Money
from portals.client_portal.access import client_page
from portals.client_portal.amounts import AmountField
from portals.shared.keys import KeyedForm
from portals.shared.refusals import show_in
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.ledger.types import Balance
from tenants.rates import selectors as rates
from tenants.wallets import selectors, services
from tenants.wallets.models import WalletTransfer

_FIELDS: Final = {"to_currency": "target", "to": "target", "from": "source", "rate": "target"}


@dataclass(frozen=True, slots=True)
class Pocket:
    """One wallet of the person who looks; `balance` none: it comes into being with the first money."""

    code: str
    owner: Client | Partner
    currency: str
    balance: Balance | None

    @property
    def label(self) -> str:
        name = _("Partner wallet") if isinstance(self.owner, Partner) else _("Wallet")
        held = f" · {self.balance.available}" if self.balance else ""
        return f"{name} {self.currency}{held}"


class ExchangeForm(KeyedForm):
    source = forms.ChoiceField(label=gettext_lazy("From"), choices=())
    target = forms.ChoiceField(label=gettext_lazy("To"), choices=())

    def __init__(self, *args: Any, pockets: list[Pocket], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pockets = {one.code: one for one in pockets}
        full = [one for one in pockets if one.balance is not None]
        self.fields["source"].choices = [(one.code, one.label) for one in full]  # type: ignore[attr-defined]
        self.fields["target"].choices = [(one.code, one.label) for one in pockets]  # type: ignore[attr-defined]
        chosen = self.pockets.get(str(self["source"].value() or ""), full[0])
        self.fields["amount"] = AmountField(label=gettext_lazy("Amount"), currency=chosen.currency)

    @property
    def source_pocket(self) -> Pocket:
        return self.pockets[str(self["source"].value())]

    @property
    def target_pocket(self) -> Pocket:
        return self.pockets[str(self["target"].value())]


@require_http_methods(["GET", "POST"])
@client_page
def exchange(request: HttpRequest, client: Client) -> HttpResponse:
    """Two steps: what and where; then the rate, the spread and what arrives, and the button."""
    form = ExchangeForm(request.POST or None, pockets=_pockets(client), initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        money: Money = form.cleaned_data["amount"]
        if "confirm" in request.POST and _move(request, form, money) is not None:
            messages.success(request, _("Done. Both wallets show it."))
            return redirect("history")
        if not form.errors or "target" in form.errors:
            return _review(request, client, form, money)
    page = {"client": client, "form": form, "wallets": selectors.wallets(client)}
    return render(request, "client_portal/money/exchange.html", page, status=422 if form.errors else 200)


def _review(request: HttpRequest, client: Client, form: ExchangeForm, money: Money) -> HttpResponse:
    source, target = form.source_pocket, form.target_pocket
    quote = rates.quote(money, target.currency) if source.currency != target.currency else None
    context = {
        "client": client,
        "form": form,
        "money": money,
        "source": source,
        "target": target,
        "quote": quote,
        "rate_plain": f"{quote.rate:f}" if quote else "",
        "rate_shown": f"{round(quote.rate, 6):f}" if quote else "",
        "reference_shown": f"{round(quote.reference, 6):f}" if quote else "",
    }
    return render(
        request, "client_portal/money/exchange_confirm.html", context, status=422 if form.errors else 200
    )


def _move(request: HttpRequest, form: ExchangeForm, money: Money) -> WalletTransfer | None:
    """At the rate that the page showed, or not at all: then the page shows the new one."""
    source, target = form.source_pocket, form.target_pocket
    try:
        rate = _rate(request.POST.get("rate", ""))
        if source.owner is target.owner:
            return services.exchange(
                owner=source.owner, from_currency=source.currency, to_currency=target.currency, money=money,
                key=form.cleaned_data["key"], rate=rate,
            )  # fmt: skip
        return services.transfer_between(
            source=source.owner, target=target.owner, money=money, key=form.cleaned_data["key"],
            to_currency=target.currency, rate=rate,
        )  # fmt: skip
    except AtriumError as refusal:
        if isinstance(refusal, Conflict):
            form.renew_key()
        refusal.field = _FIELDS.get(refusal.field, refusal.field)
        show_in(form, refusal)
        return None


def _rate(written: str) -> Decimal | None:
    """What the page showed. Nothing that can be read is no rate that holds, so nothing is exchanged by it."""
    if not written:
        return None
    try:
        rate = Decimal(written[:60])
    except InvalidOperation:
        return Decimal(0)
    return rate if rate.is_finite() else Decimal(0)


def _pockets(client: Client) -> list[Pocket]:
    """The wallets that there are, then those that an exchange would open, then the same person's as a partner."""
    held = selectors.wallets(client)
    own = [Pocket(f"client:{one.posted.currency}", client, one.posted.currency, one) for one in held]
    there = {one.currency for one in own}
    new = [Pocket(f"client:{code}", client, code, None) for code in rates.currencies() if code not in there]
    partner = Partner.objects.filter(
        user__person_id=client.user.person_id, status=Partner.Status.ACTIVE
    ).first()
    if partner is None:
        return [*own, *new]
    as_partner = [
        Pocket(f"ib:{one.posted.currency}", partner, one.posted.currency, one)
        for one in selectors.ib_wallets(partner)
    ]
    return [*own, *as_partner, *new]
