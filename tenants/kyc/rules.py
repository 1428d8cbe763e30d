"""What a verification level opens. Values in, values out."""

from dataclasses import dataclass
from datetime import date
from typing import Final

ADULT_YEARS: Final = 18


@dataclass(frozen=True, slots=True)
class Verdict:
    allowed: bool
    reason: str = ""


def may_open_live(*, level: int, required: int) -> Verdict:
    return _at_least(level, required, "A live account")


def may_deposit(*, level: int, required: int) -> Verdict:
    return _at_least(level, required, "A deposit")


def _at_least(level: int, required: int, what: str) -> Verdict:
    if level >= required:
        return Verdict(True)
    return Verdict(
        False,
        f"{what} needs verification level {required}; you are at level {level}. Verify your identity first.",
    )


def fault_of_papers(*, birth_date: date, expires_on: date, today: date) -> tuple[str, str] | None:
    """(field, sentence) of the first fault, or None."""
    if expires_on <= today:
        return "expires_on", "This document has expired. Please use one that is still valid."
    eighteenth = _same_day(birth_date, birth_date.year + ADULT_YEARS)
    if eighteenth > today:
        return "birth_date", f"You must be at least {ADULT_YEARS} years old to trade."
    return None


def _same_day(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)
