"""A bank statement, and whose money a line is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.payments.models import BankAccount


class StatementForm(forms.Form):
    account = forms.ModelChoiceField(
        label=_("Bank account"),
        queryset=BankAccount.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the account that the statement is of.")},
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "camt.053, MT940 or CSV, up to 100 MB. Nothing is booked before you have seen what is in it."
        ),
        widget=forms.FileInput(attrs={"accept": ".xml,.sta,.mt940,.940,.csv,.txt"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Nothing was booked."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = BankAccount.objects.filter(active=True).order_by("label")
