"""The database's answers in words for people, told apart by SQLSTATE alone."""

from typing import Final

from django.db import DatabaseError

from atrium.kernel.errors import AtriumError, Conflict, InvalidInput, NotFound, Refused
from atrium.kernel.money import Money

from .addresses import parse


class InsufficientFunds(Refused):
    """The wallet holds less than was asked for; nothing was moved."""

    title = "Not enough money"


class KeyReused(Conflict):
    """The key belongs to another posting, which stands as it is."""


class HoldDecided(Conflict):
    """Somebody settled or voided the hold before."""


class AlreadyReversed(Conflict):
    """A movement is reversed once."""


class TryAgain(Conflict):
    """Two postings met; nothing was written and the same key may be used again."""


class PeriodLocked(Refused):
    """The day of the posting belongs to a closed period; nothing was written."""

    title = "The period is closed"


_PLAIN: Final[dict[str, tuple[type[AtriumError], str]]] = {
    "LG002": (KeyReused, "This key was used for another posting. That one stands; nothing was added."),
    "LG003": (HoldDecided, "This hold was settled or voided before. Nothing was changed."),
    "LG004": (NotFound, "There is no such hold."),
    "LG005": (AlreadyReversed, "This posting was reversed before. Nothing was changed."),
    "LG006": (
        Refused,
        "Only a posted movement can be reversed, and not a reversal. Post anew what should hold.",
    ),
    "40001": (TryAgain, "Another posting came between. Nothing was written; try again."),
    "40P01": (TryAgain, "Another posting came between. Nothing was written; try again."),
}
_BROKEN_INPUT: Final = ("LG007", "23502", "23503", "23505", "23514", "22003", "22001")
"""Reached only past the rules: the tables' own constraints."""


def translate(error: DatabaseError) -> Exception:
    """The refusal to raise for a database error, or the error itself when it is not the ledger's."""
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None) or ""
    detail = getattr(getattr(cause, "diag", None), "message_detail", None) or ""
    if state == "LG001":
        return _insufficient(detail)
    if state == "LG009":
        return PeriodLocked(
            f"The books are closed through {detail}. Nothing was written; post it with a later day, "
            "or have the period opened again.",
            field="effective_at",
        )
    if state in _PLAIN:
        kind, message = _PLAIN[state]
        return kind(message)
    if state in _BROKEN_INPUT:
        return InvalidInput(f"The ledger does not take this posting ({state}). Nothing was written.")
    return error


def _insufficient(detail: str) -> InsufficientFunds:
    text, _, available = detail.rpartition(" ")
    left = Money(int(available), parse(text).currency)
    return InsufficientFunds(f"Only {left.format()} is available. Nothing was moved.", field="amount")
