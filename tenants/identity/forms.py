"""Log-in and sign-up ask for an e-mail; the realm is the surface's."""

from typing import Any

from allauth.account.forms import LoginForm as StockLoginForm
from allauth.account.forms import ResetPasswordForm as StockResetPasswordForm
from allauth.account.forms import SignupForm as StockSignupForm
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import User, login_name, normalise_email
from .surfaces import REALM_OF_SURFACE


class LoginForm(StockLoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label=_("E-mail"),
            widget=forms.EmailInput(attrs={"autocomplete": "username email", "autofocus": True}),
        )

    def clean_login(self) -> str:
        return login_name(_realm(self.request), self.cleaned_data["login"])


class SignupForm(StockSignupForm):  # type: ignore[misc]
    name = forms.CharField(
        label=_("Your name"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def clean_email(self) -> str:
        """One e-mail, one person a realm; whoever asks learns it only through the mailbox."""
        email = normalise_email(super().clean_email())
        if User.objects.filter(login=login_name(_realm(context.request), email)).exists():
            self.account_already_exists = True
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("email") and len(cleaned.get("name", "").strip()) < 2:
            raise ValidationError({"name": _("Please write your name as in your passport.")})
        return cleaned

    def custom_signup(self, request: Any, user: User) -> None:
        user.name = self.cleaned_data["name"].strip()
        user.save(update_fields=["name"])


class ResetPasswordForm(StockResetPasswordForm):  # type: ignore[misc]
    def clean_email(self) -> str:
        email = str(super().clean_email())
        self.users: list[User] = [user for user in self.users if user.realm == _realm(context.request)]
        return email


def _realm(request: Any) -> str:
    return REALM_OF_SURFACE[request.surface]
