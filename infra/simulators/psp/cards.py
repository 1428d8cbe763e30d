"""Stripe's test cards, and what the form of the hosted page must hold."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

# number → (decline code or None, Stripe's error code, what the page says; the last is a key of words.py)
DECLINES = {
    "4000000000000002": ("generic_decline", "card_declined"),
    "4000000000009995": ("insufficient_funds", "card_declined"),
    "4000000000009987": ("lost_card", "card_declined"),
    "4000000000000069": ("expired_card", "expired_card"),
    "4000000000000127": ("incorrect_cvc", "incorrect_cvc"),
    "4000000000000119": ("processing_error", "processing_error"),
}


@dataclass(frozen=True, slots=True)
class Card:
    number: str
    month: int
    year: int
    name: str

    @property
    def decline(self) -> tuple[str, str] | None:
        return DECLINES.get(self.number)

    @property
    def brand(self) -> str:
        return {"4": "visa", "5": "mastercard", "3": "amex"}.get(self.number[:1], "unknown")


def read_card(form: dict[str, str]) -> tuple[Card | None, dict[str, str]]:
    """The card of a submitted form, or the faults found in it: field → key of words.py."""
    faults: dict[str, str] = {}
    number = re.sub(r"[ -]", "", form.get("number", ""))
    if not (re.fullmatch(r"\d{13,19}", number) and luhn(number)):
        faults["number"] = "bad_number"
    expiry = _expiry(form.get("expiry", ""))
    if expiry is None:
        faults["expiry"] = "bad_expiry"
    if not re.fullmatch(r"\d{3,4}", form.get("cvc", "").strip()):
        faults["cvc"] = "bad_cvc"
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", form.get("email", "").strip()):
        faults["email"] = "bad_email"
    if faults or expiry is None:
        return None, faults
    return Card(number, expiry[0], expiry[1], form.get("name", "").strip()), {}


def luhn(number: str) -> bool:
    digits = [int(character) for character in reversed(number)]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _expiry(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"\s*(\d{1,2})\s*/\s*(\d{2}|\d{4})\s*", text)
    if found is None:
        return None
    month, year = int(found[1]), int(found[2]) % 100 + 2000
    today = datetime.now(UTC)
    if not 1 <= month <= 12 or (year, month) < (today.year, today.month):
        return None
    return month, year
