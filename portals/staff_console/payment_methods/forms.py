"""Payment methods, rows of the routing table, bank accounts. What does not fit together is said by the room."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.connections import selectors as connections
from tenants.payments.models import BankAccount, Kind, Method, Route

_KINDS = [
    (Kind.CARD, _("Card or e-wallet, on the provider's page")),
    (Kind.CRYPTO, _("Coins")),
    (Kind.WIRE, _("Bank transfer with a reference")),
    (Kind.MANUAL, _("By hand, with proof")),
]
_PAYERS = [(Method.Payer.BROKER, _("We do")), (Method.Payer.CLIENT, _("The client does"))]
_DIRECTIONS = [(Route.Direction.IN, _("Deposits")), (Route.Direction.OUT, _("Withdrawals"))]


def _amount(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=20, decimal_places=8, min_value=0, help_text=help_text
    )


class MethodForm(forms.Form):
    label = forms.CharField(label=_("Name that clients see"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=_KINDS)
    option = forms.CharField(
        label=_("Coin or sub-method"),
        max_length=40,
        required=False,
        help_text=_("In the provider's own word, like usdttrc20."),
    )
    fee_fixed = _amount(_("Fixed fee"), _("In the currency of the payment."))
    fee_percent = forms.DecimalField(
        label=_("Fee in percent"), required=False, max_digits=7, decimal_places=4
    )
    fee_payer = forms.ChoiceField(label=_("Who bears the fee"), choices=_PAYERS)
    smallest = _amount(_("Smallest amount"), _("Empty: as everywhere in the house."))
    largest = _amount(_("Largest amount"))
    minutes = forms.IntegerField(
        label=_("Arrives within minutes"),
        min_value=1,
        max_value=60 * 24 * 30,
        help_text=_("2880 are two days."),
    )
    place = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999)
    instructions = forms.CharField(
        label=_("What the client is told"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    active = forms.BooleanField(label=_("Offered to clients"), required=False)

    def facts(self) -> dict[str, Any]:
        return {
            **self.cleaned_data,
            **{name: self.cleaned_data[name] or 0 for name in ("fee_fixed", "fee_percent")},
        }


class RouteForm(forms.Form):
    method_id = forms.ChoiceField(label=_("Method"))
    direction = forms.ChoiceField(label=_("For"), choices=_DIRECTIONS)
    target = forms.ChoiceField(label=_("Through"), required=False)
    priority = forms.IntegerField(
        label=_("Priority"), min_value=0, max_value=999, help_text=_("The smallest is tried first.")
    )
    countries = forms.CharField(
        label=_("Countries"), required=False, max_length=1000, help_text=_("Like CY, DE. Empty: all.")
    )
    currencies = forms.CharField(
        label=_("Currencies"), required=False, max_length=300, help_text=_("Like USD, EUR. Empty: all.")
    )
    groups = forms.CharField(
        label=_("Client groups"), required=False, max_length=300, help_text=_("Empty: all.")
    )
    amount_from = _amount(_("From amount"))
    amount_to = _amount(_("Up to amount"))
    active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose(
            "method_id", [(str(one.id), one.label) for one in Method.objects.order_by("place", "label")]
        )
        self._choose("target", _targets())

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        kind, _dot, key = given.pop("target").partition(":")
        method_id = uuid.UUID(given.pop("method_id"))
        for name in ("countries", "currencies", "groups"):
            given[name] = given[name].replace(";", ",").split(",")
        account = BankAccount.objects.filter(id=key).first() if kind == "bank" else None
        connection_id = uuid.UUID(key) if kind == "psp" else None
        return {**given, "method_id": method_id, "connection_id": connection_id, "bank_account": account}


class BankAccountForm(forms.Form):
    label = forms.CharField(label=_("Name in the house"), max_length=80)
    code = forms.CharField(
        label=_("Code"),
        max_length=24,
        help_text=_("In the ledger, like main-eur. It stays once money has moved."),
    )
    currency = forms.CharField(label=_("Currency"), max_length=8)
    holder = forms.CharField(label=_("Holder"), max_length=140, help_text=_("As it stands at the bank."))
    bank = forms.CharField(label=_("Bank"), max_length=140, required=False)
    iban = forms.CharField(label=_("IBAN or account number"), max_length=42, required=False)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    active = forms.BooleanField(label=_("In use"), required=False)

    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        upper = {name: given[name].replace(" ", "").upper() for name in ("currency", "iban", "bic")}
        return {**given, **upper, "code": given["code"].strip().lower()}


def _targets() -> list[tuple[str, Any]]:
    psps = [(f"psp:{one.id}", one.label) for one in connections.connections().filter(kind="psp")]
    banks = [
        (f"bank:{one.id}", f"{one.label} ({one.currency})") for one in BankAccount.objects.order_by("label")
    ]
    return [("", _("Nobody: by hand")), *psps, *banks]
