"""Amounts as people type them: in their own language's way, or in the other one where that cannot be misread."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money

_PLAIN: Final = re.compile(r"\d{1,15}([.,]\d{1,8})?\Z", re.ASCII)
_SPACES: Final = re.compile(r"[\s\u00a0\u202f'’]")


def plain(text: str, decimal_mark: str) -> str:
    """“1.234,50” → “1234.50”, or nothing. “1,234” is a thousand where the comma groups and no amount where it does not."""
    text = _SPACES.sub("", text)
    group = "," if decimal_mark == "." else "."
    grouped = rf"\d{{1,3}}({re.escape(group)}\d{{3}})+({re.escape(decimal_mark)}\d{{1,8}})?"
    if re.fullmatch(grouped, text, re.ASCII):
        return text.replace(group, "").replace(decimal_mark, ".")
    return text.replace(",", ".") if _PLAIN.match(text) else ""


class AmountField(forms.CharField):
    """Cleans to Money of the form's currency, exact to the minor unit."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        super().__init__(max_length=24, **kwargs)
        self.currency = currency

    def clean(self, value: Any) -> Money | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            money = Money.of(plain(text, formats.get_format("DECIMAL_SEPARATOR")), self.currency)
        except InvalidInput as error:
            raise ValidationError(
                _("This is not an amount of %(currency)s. Write it like 250.00."),
                params={"currency": self.currency},
            ) from error
        if money.amount_minor <= 0:
            raise ValidationError(_("Write an amount above zero."))
        return money
