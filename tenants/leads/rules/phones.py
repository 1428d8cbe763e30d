"""Phone numbers as people write them → E.164 and the country they are of (libphonenumber's tables)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers

_EXTENSION: Final = re.compile(r"(?:ext|x|#).*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phone:
    """`country` is empty where a prefix belongs to no single one (satellites, freephone)."""

    e164: str
    country: str


@lru_cache(maxsize=20_000)
def read(text: str, country: str = "") -> Phone | None:
    """None if it is no number: too short, too long, or a national one of an unknown country."""
    written = _EXTENSION.sub("", _latin_digits(text.strip()))
    if written.startswith("00"):
        written = f"+{written[2:]}"
    try:
        number = phonenumbers.parse(written, country.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    region = phonenumbers.region_code_for_number(number)
    if region is None:  # a number of no known range: the prefix alone may still name the country
        regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
        region = regions[0] if len(regions) == 1 else ""
    return Phone(e164, "" if region == "001" else region)


def _latin_digits(text: str) -> str:
    return text if text.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in text)
