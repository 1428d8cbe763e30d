"""The bulk evaluator and the pure engine give the same lines, to the tenth decimal: golden cases, and random scenarios."""

import os
from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tenants.rebates import engine
from tenants.rebates.bulk.evaluator import Evaluator
from tenants.rebates.bulk.storing import Computed
from tenants.rebates.engine.facts.world import World
from tenants.rebates.engine.numbers import CONTEXT
from tests.rebates.golden import GOOD, name_of
from tests.rebates.random_worlds import world

Row = tuple[Any, ...]


def rows_of_engine(scenario: engine.Scenario) -> list[Row]:
    """Lines of deals."""
    return sorted(
        (
            line.source, line.plan or "", line.party_kind, line.party or "", line.leg, line.level or 0,
            format(line.amount, "f"), line.currency, line.reason or "", line.time, line.due,
        )
        for line in engine.compute(scenario).lines
        if line.source_kind == "deal"
    )  # fmt: skip


def rows_of_bulk(scenario: engine.Scenario) -> list[Row]:
    whole = World(scenario)
    evaluator = Evaluator(scenario, totals=whole.metrics.value)
    rows: list[Row] = []
    with localcontext(CONTEXT):
        for deal in scenario.deals:
            other = whole.deals[deal.close_by].lots if deal.close_by else None
            rows += [_row(deal.id, line) for line in evaluator.lines_of(deal, other).lines]
    return sorted(rows)


def _row(source: str, line: Computed) -> Row:
    amount = format(line.amount if line.amount else Decimal(0), "f")
    return (
        source, line.plan or "", line.party_kind, line.party or "", line.leg, line.level or 0,
        amount, line.currency, line.reason or "", line.time, line.due,
    )  # fmt: skip


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_a_golden_case_computed_in_bulk(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    scenario = engine.parse_text(text)

    assert rows_of_bulk(scenario) == rows_of_engine(scenario)


@settings(
    deadline=None, max_examples=int(os.environ.get("ATRIUM_RANDOM_WORLDS", "150")), phases=[Phase.generate]
)
@given(st.integers(0, 10**9))
def test_a_random_scenario_computed_in_bulk(seed: int) -> None:
    scenario = engine.parse(world(seed))
    assert rows_of_bulk(scenario) == rows_of_engine(scenario)
