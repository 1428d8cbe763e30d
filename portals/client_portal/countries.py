"""Countries by their name in the reader's language, and what their telephone numbers look like."""

from functools import lru_cache
from typing import Final

import phonenumbers
from babel import Locale
from django.utils.translation import get_language, to_locale

# Every territory that has a telephone prefix of its own.
CODES: Final = frozenset(phonenumbers.SUPPORTED_REGIONS)


def choices() -> list[tuple[str, str]]:
    return list(_choices(to_locale(get_language() or "en")))


@lru_cache(maxsize=16)
def _choices(locale: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(locale).territories
    return tuple(sorted(((code, names.get(code, code)) for code in CODES), key=lambda pair: pair[1]))


def name_of(code: str) -> str:
    return dict(choices()).get(code, code)


def e164(number: str, country: str) -> str:
    """“+34612345678”, or nothing if this is no telephone number; written without prefix it is one of that country."""
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def example(country: str) -> str:
    """A number as it is written there, for the sentence that says what is wrong."""
    kind = phonenumbers.PhoneNumberType.MOBILE
    sample = phonenumbers.example_number_for_type(country, kind) if country in CODES else None
    if sample is None:
        return "+44 7400 123456"
    return phonenumbers.format_number(sample, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
