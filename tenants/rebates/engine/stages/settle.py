"""Payout runs: what is due less what was paid, rounded half-even to the minor unit, if it reaches the minimum."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from atrium.kernel.currencies import minor_units
from tenants.rebates.engine.document import PayoutRun, Scenario
from tenants.rebates.engine.line import Line
from tenants.rebates.engine.numbers import ZERO, rounded
from tenants.rebates.engine.portion import PARTNER


@dataclass(frozen=True, slots=True)
class Total:
    party_kind: str
    party: str
    amount: Decimal
    paid: Decimal
    currency: str


def settle(lines: Iterable[Line], scenario: Scenario) -> list[Total]:
    """One total per party that has a line: partners first, then clients, each by id."""
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.party is not None:
            groups.setdefault((line.party_kind, line.party), []).append(line)
    runs = [event.at for event in scenario.events if isinstance(event, PayoutRun)]
    order = sorted(groups, key=lambda key: (key[0] != PARTNER, key[1]))
    return [_total(kind, party, groups[kind, party], runs, scenario) for kind, party in order]


def _total(kind: str, party: str, lines: list[Line], runs: list[int], scenario: Scenario) -> Total:
    amount = sum((line.amount for line in lines), ZERO)
    minimum = scenario.partners[party].payout.minimum if kind == PARTNER else ZERO
    currency = lines[0].currency
    return Total(kind, party, amount, _paid(lines, runs, minimum, currency) if runs else ZERO, currency)


def _paid(lines: list[Line], runs: list[int], minimum: Decimal, currency: str) -> Decimal:
    lines = sorted(lines, key=lambda line: line.due)
    dues = [line.due for line in lines]
    sums = list(accumulate((line.amount for line in lines), initial=ZERO))
    paid = ZERO
    for at in runs:
        payable = rounded(sums[bisect_right(dues, at)] - paid, minor_units(currency))
        if payable > 0 and payable >= minimum:
            paid += payable
    return paid
