"""Compares what a document expects with what came out."""

from collections.abc import Iterator
from decimal import Decimal

from tenants.rebates.engine.compute import Result
from tenants.rebates.engine.document import Expected, ExpectedTotal, Scenario
from tenants.rebates.engine.line import Line
from tenants.rebates.engine.numbers import TOLERANCE, ZERO, plain
from tenants.rebates.engine.stages.settle import Total


def differences(scenario: Scenario, result: Result) -> list[str]:
    """One sentence per expectation that does not hold; empty if all do."""
    totals = {(total.party_kind, total.party): total for total in result.totals}
    found = [text for i, expected in enumerate(scenario.expect) for text in _lines(i, expected, result.lines)]
    for i, expected_total in enumerate(scenario.expect_totals):
        found += _total(i, expected_total, totals.get((expected_total.party, expected_total.id)))
    return found


def _lines(i: int, expected: Expected, lines: list[Line]) -> Iterator[str]:
    matching = [line for line in lines if _matches(line, expected)]
    where = f"expect[{i}] ({_described(expected)})"
    if not matching:
        yield f"{where}: there is no such line"
        return
    amount = sum((line.amount for line in matching), ZERO)
    if _differ(amount, expected.amount):
        yield f"{where}: amount is {plain(amount)}, expected {plain(expected.amount)}"
    reasons = {line.reason for line in matching}
    if expected.reason is not None and reasons != {expected.reason}:
        got = ", ".join(sorted(str(reason) for reason in reasons))
        yield f"{where}: reason is {got}, expected {expected.reason}"


def _matches(line: Line, expected: Expected) -> bool:
    values = {
        line.source_kind: line.source,
        line.party_kind: line.party,
        "level": line.level,
        "plan": line.plan,
    }
    return all(values.get(name) == value for name, value in expected.given.items())


def _described(expected: Expected) -> str:
    return ", ".join(f"{name} {value}" for name, value in expected.given.items())


def _total(i: int, expected: ExpectedTotal, total: Total | None) -> Iterator[str]:
    where = f"expect_totals[{i}] ({expected.party} {expected.id})"
    amount, paid = (total.amount, total.paid) if total else (ZERO, ZERO)
    for name, got, wanted in (("amount", amount, expected.amount), ("paid", paid, expected.paid)):
        if wanted is not None and _differ(got, wanted):
            yield f"{where}: {name} is {plain(got)}, expected {plain(wanted)}"
    if total and expected.currency is not None and total.currency != expected.currency:
        yield f"{where}: currency is {total.currency}, expected {expected.currency}"


def _differ(got: Decimal, wanted: Decimal) -> bool:
    return abs(got - wanted) > TOLERANCE
