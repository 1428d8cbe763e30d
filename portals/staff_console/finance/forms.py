"""Forms of finance. Each that moves money carries the key that was made with its page."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from tenants.ledger import addresses
from tenants.ledger.types import Movement
from tenants.payments import effects
from tenants.payments.models import Case

_REASON = _("The second person decides from it, and an auditor reads it later.")


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class ResolveForm(forms.Form):
    """What is to be done about a case. What remains of its difference is booked whole."""

    verb = forms.ChoiceField(label=_("What is right"), choices=(), widget=forms.RadioSelect)
    number = forms.IntegerField(
        label=_("Client number"),
        required=False,
        min_value=1,
        help_text=_("Whose wallet, if it is a client's."),
    )
    transaction = forms.UUIDField(
        label=_("Ledger transaction"), required=False, help_text=_("Which one, for a mirror image.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_REASON
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        booked = bool(case.account and effects.remaining(case))
        verbs = [
            ("suspense", _("Book it to suspense until its owner is known")),
            ("client", _("It belongs to a client: book it to the wallet")),
            ("house", _("The house takes it: book it to adjustments")),
            ("reverse", _("Our booking was wrong: its mirror image")),
        ]
        always = [("explain", _("Nothing to book: it has a reason"))]
        choices = [*(verbs if booked else []), *always]
        self.fields["verb"].choices = choices  # type: ignore[attr-defined]
        if not booked:
            del self.fields["number"], self.fields["transaction"]
            self.fields["verb"].initial = "explain"

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("verb") == "client" and not cleaned.get("number"):
            self.add_error("number", _("Write the number of the client whose wallet it is."))
        if cleaned.get("verb") == "reverse" and not cleaned.get("transaction"):
            self.add_error(
                "transaction", _("Write the id of the ledger transaction; the card of the payment shows it.")
            )
        return cleaned

    def movements(self) -> list[Movement]:
        verb, currency = self.cleaned_data["verb"], self.case.currency
        if verb == "explain":
            return []
        if verb == "reverse":
            return effects.mirror(self.cleaned_data["transaction"])
        counters = {
            "suspense": addresses.suspense(currency),
            "house": addresses.adjustments(currency),
            "client": addresses.client_wallet(self.cleaned_data.get("number") or 0, currency),
        }
        return [effects.towards(self.case, counters[verb])]


class AdjustmentForm(forms.Form):
    """From one named account to another; for a case, where one led here."""

    debit = forms.CharField(
        label=_("From account"), max_length=120, help_text=_("As the books write it: client:42:wallet:USD")
    )
    credit = forms.CharField(label=_("To account"), max_length=120)
    case = forms.UUIDField(widget=forms.HiddenInput, required=False)
    amount = forms.CharField(label=_("Amount"), max_length=30)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_REASON
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_debit(self) -> str:
        return _address(self.cleaned_data["debit"])

    def clean_credit(self) -> str:
        return _address(self.cleaned_data["credit"])

    def money(self) -> Money:
        currency = addresses.parse(self.cleaned_data["debit"]).currency
        return Money.of(self.cleaned_data["amount"].replace(",", "").strip(), currency)

    def movements(self) -> list[Movement]:
        return [effects.adjustment(self.cleaned_data["debit"], self.cleaned_data["credit"], self.money())]


class ReversalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_REASON
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_REASON
    )


def month_of(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _address(text: str) -> str:
    try:
        return str(addresses.parse(text.strip()))
    except InvalidInput as fault:
        raise forms.ValidationError(fault.message) from fault
