"""The decision, the amendment, and what colleagues ask for themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from tenants.approvals.kinds import kind_of
from tenants.approvals.models import Approval
from tenants.payments.services.manual import METHODS
from tenants.staff.masking import HIDDEN
from tenants.staff.models import Member


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(choices=[("approved", _("Approve")), ("refused", _("Refuse"))])
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for a refusal; the one who asked will read it."),
    )
    facts_hash = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("outcome") == "refused" and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say why it is refused; the one who asked will read it."))
        return cleaned


class AmendForm(forms.Form):
    """One field for each fact that a reviewer may change, filled with what is asked. Facts that this colleague sees only
    masked are not among them."""

    amend_note = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    facts_hash = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, approval: Approval, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.approval, kind = approval, kind_of(approval.kind)
        fields: dict[str, forms.Field] = {}
        if kind.money != "never" and approval.money and not member.authority.mask("balance"):
            label = gettext("Amount in %(currency)s") % {"currency": approval.currency}
            fields["amount"] = forms.CharField(label=label, max_length=30, initial=approval.money.plain())
        for fact in kind.amendable:
            if fact.code in approval.facts and not (fact.mask and member.authority.mask(fact.mask)):
                value = str(approval.facts[fact.code])
                field = forms.CharField(
                    label=gettext(fact.label),
                    required=False,
                    max_length=200,
                    initial="" if value == HIDDEN else value,
                )
                fields[f"fact_{fact.code}"] = field
        self.fields = {**fields, **self.fields}
        self.fields["facts_hash"].initial = approval.facts_hash

    def facts(self) -> dict[str, str]:
        """Those that were written anew."""
        asked = self.approval.facts
        return {
            name.removeprefix("fact_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("fact_") and value != str(asked.get(name.removeprefix("fact_"), ""))
        }

    def money(self) -> Money | None:
        written = self.cleaned_data.get("amount", "")
        return Money.of(written.replace(",", "").strip(), self.approval.currency) if written else None

    def clean_amount(self) -> str:
        written = str(self.cleaned_data["amount"])
        try:
            Money.of(written.replace(",", "").strip(), self.approval.currency)
        except InvalidInput as fault:
            raise forms.ValidationError(fault.message) from fault
        return written


class _Asking(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class DepositForm(_Asking):
    amount = forms.CharField(label=_("Amount"), max_length=30)
    method = forms.ChoiceField(
        label=_("How it came"), choices=[(code, _(word)) for code, word in METHODS.items()]
    )
    reference = forms.CharField(
        label=_("Reference"), max_length=120, required=False, help_text=_("As on the bank's statement.")
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ("amount", "method", "reference", "reason")


class LeverageForm(_Asking):
    account = forms.ChoiceField(label=_("Trading account"), choices=())
    leverage = forms.CharField(label=_("Leverage 1 to"), max_length=6, help_text=_("For example 200."))
    field_order = ("account", "leverage", "reason")

    def __init__(self, *args: Any, accounts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]


class PasswordForm(_Asking):
    """Nothing but the reason: the link goes to the address that the client has here."""
