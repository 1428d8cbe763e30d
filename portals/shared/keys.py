"""The key that is made with a page: a double click, a reload or a second device with the same page is one deed."""

import re
import secrets
from typing import Any, Final

from django import forms

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{20,64}\Z")


def new_key() -> str:
    return secrets.token_urlsafe(18)


def is_key(text: str) -> bool:
    return bool(_KEY.match(text))


class KeyedForm(forms.Form):
    """Carries the key that was made with its page."""

    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key()

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        return key if is_key(key) else new_key()

    def renew_key(self) -> None:
        """The old one was spent on something else: the next click is a new deed."""
        self.data = {**{name: self.data[name] for name in self.data}, "key": new_key()}
