"""Whether a client may take money out, by which ways it goes, what it costs and how risky it is. Values in, values out."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from atrium.kernel.money import Money, round_half_even

LOW: Final = "low"
MEDIUM: Final = "medium"
HIGH: Final = "high"

Reason = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """The broker's rules, in units of the wallet's own currency."""

    smallest: Decimal
    largest: Decimal
    daily: Decimal
    kyc_level: int
    fee_fixed: Decimal
    fee_percent: Decimal
    large: Decimal


@dataclass(frozen=True, slots=True)
class Source:
    """A payment by which money came in, and how much of it may still go back the same way."""

    deposit_id: uuid.UUID
    left: Money


@dataclass(frozen=True, slots=True)
class Facts:
    money: Money
    wallet_currency: str
    available: Money
    taken_today: Money
    kyc_level: int
    terms: Terms
    has_route: bool = True
    to_sources_only: bool = False
    sources_left: Money | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """What makes somebody look twice."""

    first: bool
    fresh_destination: bool
    more_than_came: bool
    large: bool
    debts: bool


def fee_of(money: Money, terms: Terms) -> Money:
    """Fixed and percent of what leaves the wallet, half-even to the minor unit; part of the amount, not on top of it."""
    return round_half_even(terms.fee_fixed + money.decimal * terms.fee_percent / 100, money.currency)


def reasons_against(facts: Facts) -> tuple[Reason, ...]:
    """Each with the field it is about; none means yes."""
    money, terms = facts.money, facts.terms
    if money.currency != facts.wallet_currency:
        return (("amount", f"The wallet is in {facts.wallet_currency}. Ask for {facts.wallet_currency}."),)
    reasons = _amount(facts)
    if facts.kyc_level < terms.kyc_level:
        reasons.append(
            (
                "kyc",
                f"A withdrawal needs verification level {terms.kyc_level}; you are at level {facts.kyc_level}. "
                "Verify your identity first.",
            )
        )
    if (
        facts.to_sources_only
        and facts.sources_left is not None
        and money - fee_of(money, terms) > facts.sources_left
    ):
        reasons.append(
            (
                "destination",
                f"Up to {facts.sources_left} can go back to where it came from. "
                "Choose a destination of your own for the rest.",
            )
        )
    elif not facts.has_route:
        reasons.append(
            (
                "destination",
                f"There is no way to send {money.currency} there at the moment. Choose another destination.",
            )
        )
    return tuple(reasons)


def _amount(facts: Facts) -> list[Reason]:
    """The first of them that holds; a reader needs no second sentence about one number."""
    said = next((sentence for holds, sentence in _amount_reasons(facts) if holds), "")
    return [("amount", said)] if said else []


def _amount_reasons(facts: Facts) -> list[tuple[bool, str]]:
    money, terms = facts.money, facts.terms
    smallest = round_half_even(terms.smallest, money.currency)
    largest = round_half_even(terms.largest, money.currency)
    daily = round_half_even(terms.daily, money.currency)
    fee, today = fee_of(money, terms), facts.taken_today
    left = Money(max(daily.amount_minor - today.amount_minor, 0), money.currency)
    return [
        (money.amount_minor <= 0, "The amount must be more than zero."),
        (money < smallest, f"The smallest withdrawal is {smallest}."),
        (money > largest, f"The largest withdrawal at once is {largest}."),
        (money <= fee, f"The fee is {fee}, so nothing would arrive. Ask for more."),
        (
            money > facts.available,
            f"Only {facts.available} is available. What is under way is set aside for it.",
        ),
        (today + money > daily, f"You may withdraw {daily} in 24 hours; {left} of it is left now."),
    ]


def split(arrives: Money, sources: Sequence[Source]) -> tuple[list[tuple[uuid.UUID, Money]], Money]:
    """What goes back to where it came from, oldest payment first, and the rest for the chosen destination."""
    rest, parts = arrives, []
    for source in sources:
        if not rest:
            break
        back = min(rest, source.left, key=lambda money: money.amount_minor)
        if back:
            parts.append((source.deposit_id, back))
            rest -= back
    return parts, rest


def total(sources: Iterable[Source], currency: str) -> Money:
    return sum((source.left for source in sources), Money(0, currency))


_SAID: Final = {
    "first": "First withdrawal.",
    "fresh_destination": "The destination is new.",
    "more_than_came": "More than ever was paid in.",
    "large": "A large amount.",
    "debts": "A payment was charged back.",
}


def risk_of(signs: Signs) -> tuple[str, str]:
    """(low, medium or high; the signs in words). Two signs or a chargeback are high."""
    shown = [name for name in _SAID if getattr(signs, name)]
    words = " ".join(_SAID[name] for name in shown)
    if signs.debts or len(shown) >= 2:
        return HIGH, words
    return (MEDIUM if shown else LOW), words
