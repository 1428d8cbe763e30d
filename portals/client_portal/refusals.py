"""A service's refusal, put beside the field it is about, in the reader's language where we have the sentence."""

import re
from functools import cache
from typing import Final

from django import forms
from django.utils.translation import gettext, gettext_noop

from atrium.kernel.errors import AtriumError

# What the rooms below say to clients, word for word; they know no language but their own.
_KNOWN: Final = (
    gettext_noop("The smallest deposit is %(amount)s."),
    gettext_noop("The largest deposit at once is %(amount)s."),
    gettext_noop(
        "This page was used for another amount before. Open the deposit page anew; nothing was charged."
    ),
    gettext_noop(
        "The payment provider does not answer just now. Nothing was charged; try again in a minute."
    ),
    gettext_noop("The payment provider did not accept this deposit. Nothing was charged; please tell us."),
    gettext_noop("This page was used for another transfer before. That one stands; nothing was added."),
    gettext_noop("A demo account holds play money only; choose a live account."),
    gettext_noop("Only %(amount)s is available. Nothing was moved."),
    gettext_noop("This document has expired. Please use one that is still valid."),
    gettext_noop("You must be at least %(years)s years old to trade."),
    gettext_noop(
        "Your documents are being reviewed already. You will hear from us; nothing else is needed now."
    ),
    gettext_noop(
        "A live account needs verification level %(needs)s; you are at level %(level)s. Verify your identity first."
    ),
    gettext_noop(
        "This account is being opened already. It appears as soon as the trading server has answered; "
        "nothing needs to be repeated."
    ),
    gettext_noop(
        "The trading server did not answer in time. The account appears as soon as it is known whether "
        "the server opened it; nothing needs to be repeated."
    ),
)


def show_in(form: forms.Form, refusal: AtriumError) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, said(refusal))


def said(refusal: AtriumError) -> str:
    for sentence in _KNOWN:
        found = _pattern(sentence).fullmatch(refusal.message)
        if found:
            return gettext(sentence) % found.groupdict()
    return refusal.message


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"%\((\w+)\)s", sentence)
    return re.compile(
        "".join(f"(?P<{part}>.+)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    )
