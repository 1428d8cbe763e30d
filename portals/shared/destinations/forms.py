"""A place where money may go, as a person writes it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.shared.keys import KeyedForm


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

    def network_label(self) -> str:
        """The choice in words, for the second step."""
        value = self["network"].value() or ""
        groups = [one for one in self.fields["network"].choices if isinstance(one[1], list)]  # type: ignore[attr-defined]
        return next((str(label) for _group, rows in groups for code, label in rows if code == value), "")
