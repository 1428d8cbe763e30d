"""Names of ledger accounts: who, which number, which pocket, which currency, joined by colons.

An address ends in its currency. `client` and `ib` are followed by the broker's own number and the pocket; a pocket named
`wallet` may not fall below zero. Every other family is the house's (a PSP, a bank, the trading platform, expense).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from atrium.kernel.errors import InvalidInput

PATTERN: Final = (
    r"^(((client|ib):[1-9][0-9]{0,17}:[a-z][a-z0-9_]*)"
    r"|((?!(client|ib):)[a-z][a-z0-9_]*(:[a-z0-9][a-z0-9_.-]*)*)):[A-Z0-9]{3,8}$"
)
"""The database checks the same pattern; in both, the text may be 120 characters long."""

LONGEST: Final = 120
_SHAPE: Final = re.compile(PATTERN, re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    family: str
    path: tuple[str, ...]
    currency: str

    @property
    def has_floor(self) -> bool:
        """A wallet is what its owner may take out, so it holds at least zero and is locked while it changes."""
        return self.family in ("client", "ib") and self.path[1:] == ("wallet",)

    def __str__(self) -> str:
        return ":".join((self.family, *self.path, self.currency))


@lru_cache(maxsize=20_000)  # a bulk posting names few accounts and each of them often
def parse(text: str) -> Address:
    if len(text) > LONGEST or "\n" in text or not _SHAPE.match(text):
        raise InvalidInput(f"“{text[:LONGEST]}” is not the address of a ledger account.", field="address")
    family, *path, currency = text.split(":")
    return Address(family, tuple(path), currency)


def client_wallet(number: int, currency: str) -> str:
    return f"client:{number}:wallet:{currency}"


def ib_wallet(number: int, currency: str) -> str:
    return f"ib:{number}:wallet:{currency}"


def ib_rebates_accrued(number: int, currency: str) -> str:
    """Earned and not yet released to the wallet; a clawback may bring it below zero."""
    return f"ib:{number}:rebates_accrued:{currency}"


def psp(code: str, currency: str) -> str:
    """What a payment provider holds for the broker."""
    return f"psp:{code}:{currency}"


def trading(server: str, login: int | str, currency: str) -> str:
    """What the broker moved to a trading account, as the platform must show it."""
    return f"trading:{server}:{login}:{currency}"


def bank(code: str, currency: str) -> str:
    """One of the broker's own bank accounts, by its short code or id."""
    return f"bank:{code}:{currency}"


def expense(name: str, currency: str) -> str:
    return f"expense:{name}:{currency}"


def psp_fees(currency: str) -> str:
    """What payment providers kept of our money."""
    return expense("psp_fees", currency)


def income(name: str, currency: str) -> str:
    return f"income:{name}:{currency}"


def fees_income(currency: str) -> str:
    """What clients paid us for moving their money."""
    return income("fees", currency)


def fees(currency: str) -> str:
    return f"fees:{currency}"


def chargebacks(currency: str) -> str:
    """What was charged back and its wallet could not give: the client owes it to us."""
    return f"chargebacks:{currency}"


def client_chargebacks(number: int, currency: str) -> str:
    """What one client owes us for payments charged back that the wallet could not give; below zero while it is owed."""
    return f"client:{number}:chargebacks:{currency}"


def adjustments(currency: str) -> str:
    """The other side of a correction that a second person approved, and of a reconciliation's difference."""
    return f"adjustments:{currency}"


def fx(currency: str) -> str:
    """The open position of currency exchange: its two sides never meet in one movement."""
    return f"fx:{currency}"


def suspense(currency: str) -> str:
    """Money that arrived and nobody knows whose it is; zero at the close of a day."""
    return f"suspense:{currency}"
