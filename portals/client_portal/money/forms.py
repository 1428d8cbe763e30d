"""Forms that move money. Each carries the key that was made with its page."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portals.client_portal.accounts.figures import AccountFigures
from portals.client_portal.amounts import AmountField
from portals.shared.keys import KeyedForm
from tenants.payments.models import Destination
from tenants.payments.types import MethodOffer


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
