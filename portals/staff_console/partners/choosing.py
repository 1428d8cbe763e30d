"""A partner as staff names it: by number or by code. With thousands of them a list to choose from helps nobody."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from tenants.ibs.models import Partner


class PartnerField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=24, **kwargs)

    def clean(self, value: Any) -> Any:
        written = str(super().clean(value) or "").strip().removeprefix("IB").strip()
        if not written:
            return None
        named = Q(code__iexact=written)
        if written.isascii() and written.isdecimal() and len(written) < 19:
            named |= Q(number=int(written))
        # A code of digits alone could be somebody else's number: the number is what people say.
        found = sorted(Partner.objects.filter(named)[:2], key=lambda each: str(each.number) != written)
        if not found:
            raise forms.ValidationError(_("There is no partner with this number or code."))
        return found[0]
