"""Forms that move money. Each carries the key that was made with its page."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portals.client_portal import keys
from portals.client_portal.accounts.figures import AccountFigures
from portals.client_portal.amounts import AmountField
from tenants.payments.models import Destination
from tenants.payments.types import MethodOffer


class KeyedForm(forms.Form):
    """Carries the key that was made with its page."""

    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = keys.new_key()

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        return key if keys.is_key(key) else keys.new_key()

    def renew_key(self) -> None:
        """The old one was spent on something else: the next click is a new deed."""
        self.data = {**{name: self.data[name] for name in self.data}, "key": keys.new_key()}


class MoneyForm(KeyedForm):
    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = AmountField(label=_("Amount"), currency=currency)


class DepositForm(MoneyForm):
    method = forms.ChoiceField(label=_("How you pay"), choices=(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offers: Sequence[MethodOffer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(offer.method_id), offer.label) for offer in offers]
        self.fields["method"].choices = choices  # type: ignore[attr-defined]
        open_ones = [str(offer.method_id) for offer in offers if offer.open]
        self.fields["method"].initial = open_ones[0] if open_ones else ""


class ProofForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF, PNG or JPEG of up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Nothing was sent."),
        },
    )


class WithdrawalForm(MoneyForm):
    """Where to is one choice: back to where it came from, or a destination that was verified."""

    destination = forms.ChoiceField(
        label=_("Where to"),
        choices=(),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of your own verified destinations.")},
    )
    code = forms.CharField(label=_("Code"), max_length=32, required=False)

    def __init__(self, *args: Any, places: Sequence[Destination], back: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(one.id): one for one in places}
        choices = [("back", gettext("Back to where it came from"))] if back else []
        choices += [(str(one.id), f"{one.label} · {one.holder}") for one in places]
        self.fields["destination"].choices = choices  # type: ignore[attr-defined]
        self.fields["destination"].initial = choices[0][0] if choices else ""

    def chosen(self) -> Destination | None:
        return self.places.get(self.cleaned_data["destination"])


class DestinationForm(KeyedForm):
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[("bank", _("Bank account")), ("crypto", _("Crypto address")), ("wallet", _("E-wallet"))],
    )
    number = forms.CharField(
        label=_("IBAN, address or account"),
        max_length=140,
        help_text=_("Copy it from where you know it; its check characters are looked at."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    holder = forms.CharField(label=_("Holder"), max_length=140, help_text=_("It must be your own."))
    bic = forms.CharField(
        label=_("BIC"), max_length=11, required=False, help_text=_("Only for a bank account; may stay empty.")
    )
    network = forms.ChoiceField(
        label=_("Coin or e-wallet"),
        choices=[
            ("", _("None")),
            (
                _("Crypto address"),
                [
                    ("BTC:BTC", "Bitcoin (BTC)"),
                    ("ETH:ETH", "Ethereum (ETH)"),
                    ("ETH:USDT", "Tether (USDT, Ethereum)"),
                    ("TRON:USDT", "Tether (USDT, Tron)"),
                    ("TRON:TRX", "Tron (TRX)"),
                ],
            ),
            (_("E-wallet"), [("SKRILL", "Skrill"), ("NETELLER", "Neteller"), ("STRIPE", "Stripe")]),
        ],
        required=False,
        help_text=_("Not for a bank account. An e-wallet that is not listed stays without a name."),
    )
    code = forms.CharField(label=_("Code"), max_length=32, required=False)

    def place(self) -> dict[str, str]:
        """As the service reads it: the network and the coin are one choice on the page."""
        written = self.cleaned_data
        network, _sep, asset = written["network"].partition(":")
        names = ("kind", "number", "holder", "bic")
        return {name: written[name] for name in names} | {"network": network, "asset": asset}


class TransferForm(MoneyForm):
    """The way is one choice: in words, it cannot be set the wrong way round."""

    way = forms.ChoiceField(
        label=_("From where to where"),
        choices=(),
        error_messages={"invalid_choice": _("Choose one of your own trading accounts.")},
    )

    def __init__(self, *args: Any, accounts: Sequence[AccountFigures], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [*_ways("in", accounts), *_ways("out", accounts), *_between(accounts)]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]

    def chosen(self) -> tuple[uuid.UUID, bool, uuid.UUID | None]:
        """The trading account, whether the money goes into it, and into which other account it goes on."""
        direction, account_id, *onward = self.cleaned_data["way"].split(":")
        return uuid.UUID(account_id), direction == "in", uuid.UUID(onward[0]) if onward else None


def _between(accounts: Sequence[AccountFigures]) -> list[tuple[str, str]]:
    """From one trading account to another, by way of the wallet."""
    return [
        (f"on:{one.account.id}:{other.account.id}", f"{one.account.login} → {other.account.login}")
        for one in accounts
        for other in accounts
        if one.account.id != other.account.id
    ]


def _ways(direction: str, accounts: Sequence[AccountFigures]) -> list[tuple[str, str]]:
    words = gettext("Wallet → %(login)s") if direction == "in" else gettext("%(login)s → wallet")
    return [
        (
            f"{direction}:{one.account.id}",
            f"{words % {'login': one.account.login}} · {one.account.product.name}",
        )
        for one in accounts
    ]
