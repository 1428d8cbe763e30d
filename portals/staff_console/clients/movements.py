"""A ledger entry in words: what it was, and where the money came from or went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from atrium.kernel.money import Money
from tenants.ledger.types import Entry

WORDS: Final = {
    "deposit": _("Deposit"),
    "withdrawal": _("Withdrawal"),
    "payout": _("Payout"),
    "transfer": _("Transfer"),
    "fee": _("Fee"),
    "rebate": _("Rebate"),
    "correction": _("Correction"),
}


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    other: str
    money: Money
    at: datetime
    reverses: bool


def lines_of(entries: Iterable[Entry]) -> list[Line]:
    return [
        Line(_what(entry), _other(entry), entry.money, entry.effective_at, bool(entry.reverses))
        for entry in entries
    ]


def _what(entry: Entry) -> str:
    first = entry.kind.split(".")[0].split("_")[0]
    return str(WORDS.get(first, entry.kind.replace("_", " ").replace(".", " ").capitalize()))


def _other(entry: Entry) -> str:
    """“trading:mt5-live:100245:USD” → “trading · mt5-live · 100245”: the address as people read it."""
    return " · ".join(entry.counterpart.split(":")[:-1])
