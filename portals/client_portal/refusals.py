"""A service's refusal, put beside the field it is about, in the reader's language where we have the sentence."""

from django import forms
from django.utils.translation import gettext

from atrium.kernel.errors import AtriumError


def show_in(form: forms.Form, refusal: AtriumError) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, said(refusal))


def said(refusal: AtriumError) -> str:
    return gettext(refusal.message)
