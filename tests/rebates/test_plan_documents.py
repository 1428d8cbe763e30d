"""What the parser says a plan may hold is what it takes; advice says what to look at twice, and is silent of what is well."""

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from portals.staff_console.partners.plans.writing import data_of, document_of
from tenants.rebates import engine, rules
from tenants.rebates.advice import Advice, House, Traded, Tried, advise
from tenants.rebates.engine import describe

SCENARIOS = sorted(Path(__file__).with_name("scenarios").glob("*.json"))
EURUSD = Traded("EURUSD", Decimal(3), frozenset({"majors"}))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_plan_goes_through_the_form_and_comes_out_the_same(path: Path) -> None:
    scenario = json.loads(path.read_text())
    written = copy.deepcopy(scenario)
    for plan in written["plans"]:
        own = {name: plan.pop(name) for name in ("plan", "from", "to") if name in plan}
        again = document_of(data_of(plan))
        plan.clear()
        plan.update({**again, **own})
    assert engine.parse(written).plans == engine.parse(scenario).plans


def test_the_description_knows_every_kind() -> None:
    assert len(describe.bases()) == 14
    assert len(describe.distributions()) == 10
    notional = {field.name: field for field in describe.bases()["notional"].fields}
    assert (notional["sides"].words, notional["sides"].default) == (("open", "close", "both"), "open")
    gap = {field.name: (field.shape, field.key) for field in describe.distributions()["gap"].fields}
    assert gap["rates"] == (describe.RATE_MAP, "partner")
    assert gap["ranks"] == (describe.RATE_MAP, "rank")
    assert [field.name for field in describe.table()] == ["metric", "scope", "period", "convention", "steps"]
    assert "hedging" in describe.bases()["per_lot"].guards
    assert describe.bases()["cpa"].guards == ("self_referral", "cap_period")
    assert "symbol" not in describe.bases()["net_loss"].select


def said(
    document: dict[str, Any], house: House | None = None, tried: Tried | None = None
) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in advice(document, house, tried)]


def advice(document: dict[str, Any], house: House | None = None, tried: Tried | None = None) -> list[Advice]:
    return advise(rules.parse_alone(document), house or House(), tried)


def plan(base: str = "per_lot", **more: Any) -> dict[str, Any]:
    return {"base": {"type": base}, "distribution": {"kind": "levels", "rates": ["10", "4"]}, **more}


def other(code: str = "other", **more: Any) -> Any:
    return rules.parse_alone(plan(**more), code=code)


def test_a_plan_that_is_well_gets_no_advice() -> None:
    house = House(traded=[EURUSD], depth=2, ranks=frozenset({0}), known={"country": frozenset({"CY"})})
    tried = Tried("USD", 2, {"EURUSD": Decimal(20)}, {"EURUSD": Decimal(14)})
    assert said(plan(select={"country": ["CY"]}), house, tried) == []


@pytest.mark.parametrize(
    ("distribution", "path"),
    [
        ({"kind": "levels", "rates": ["0.7", "0.4"]}, "distribution.rates"),
        ({"kind": "ladder", "rate": "0.5", "ratios": ["1", "1", "0.5"]}, "distribution.ratios"),
        ({"kind": "override", "rate": "0.8", "percents": ["0.3"], "of": "direct"}, "distribution.percents"),
        ({"kind": "gap", "ranks": {"1": "1.2"}}, "distribution.ranks"),
        ({"kind": "pot", "rate": "1.1", "shares": ["0.5"]}, "distribution.rate"),
    ],
)
def test_parts_that_add_up_to_more_than_all_are_named(distribution: dict[str, Any], path: str) -> None:
    assert said(plan("commission", distribution=distribution)) == [("shares", path)]
    assert said(plan("per_lot", distribution=distribution)) == [], "money per lot is no part of anything"


def test_exactly_all_of_it_is_not_too_much() -> None:
    assert said(plan("commission", distribution={"kind": "levels", "rates": ["0.6", "0.4"]})) == []


def test_a_plan_that_costs_more_than_it_earns_says_so_in_figures() -> None:
    tried = Tried("USD", 2, {"EURUSD": Decimal(14)}, {"EURUSD": Decimal(28)})
    [one] = advice(plan(), tried=tried)
    assert (one.kind, one.code) == ("margin", "margin")
    assert dict(one.values) == {
        "cost": "28.00", "revenue": "14.00", "currency": "USD", "deals": "2", "symbols": "EURUSD",
    }  # fmt: skip


def test_one_symbol_at_a_loss_is_named_though_all_together_earn() -> None:
    tried = Tried(
        "USD", 2, {"EURUSD": Decimal(50), "XAUUSD": Decimal(1)}, {"EURUSD": Decimal(1), "XAUUSD": Decimal(2)}
    )
    [one] = advice(plan(), tried=tried)
    assert (one.code, one.values["symbols"]) == ("margin_symbols", "XAUUSD")


def test_who_wins_where_two_plans_meet_is_told() -> None:
    house = House(plans=[other(select={"symbol_group": ["majors"]})])
    assert said(plan(), house) == [("overlap_loses", "select")]
    assert said(plan(select={"symbol": ["EURUSD"]}), house) == [("overlap_wins", "select")]
    assert said(plan(), House(plans=[other()])) == [("overlap_same", "select")]


def test_plans_that_never_meet_do_not_overlap() -> None:
    metals = other(select={"symbol_group": ["metals"]})
    assert said(plan(select={"symbol_group": ["majors"]}), House(plans=[metals])) == []
    assert said(plan(slot="cashback"), House(plans=[other()])) == []
    assert said(plan("cpa"), House(plans=[other()])) == []


def test_a_traded_symbol_that_nobody_pays_for_is_a_gap() -> None:
    gold = Traded("XAUUSD", Decimal("2.5"), frozenset({"metals"}))
    document = plan(select={"symbol_group": ["majors"]})
    [one] = advice(document, House(traded=[EURUSD, gold]))
    assert (one.code, one.values["symbols"], one.values["lots"]) == ("symbol_unpaid", "XAUUSD", "2.5")
    covered = House(traded=[EURUSD, gold], plans=[other(select={"symbol": ["XAUUSD"]})])
    assert said(document, covered) == [("overlap_loses", "select")]


def test_a_traded_symbol_that_is_not_described_is_unmapped() -> None:
    assert said(plan(), House(traded=[Traded("BTCUSD", Decimal(1), None)])) == [
        ("symbol_unknown", "select.symbol")
    ]


def test_a_name_that_nothing_has_is_told() -> None:
    house = House(known={"country": frozenset({"CY"})})
    assert said(plan(select={"country": ["CY", "XY"]}), house) == [("nobody", "select.country")]


def test_tables_that_begin_late_or_fall_are_told() -> None:
    table = {
        "metric": "lots",
        "convention": "whole_period",
        "steps": [{"from": "5", "rate": "3"}, {"from": "9", "rate": "2"}],
    }
    found = said(plan(distribution={"kind": "levels", "rates": ["1", table]}))
    assert found == [
        ("table_begins_late", "distribution.rates[1].steps[0].from"),
        ("table_falls", "distribution.rates[1].steps[1].rate"),
    ]


def test_ranks_and_levels_that_get_nothing_are_told() -> None:
    house = House(ranks=frozenset({0, 1, 2}), depth=5)
    ranks = plan(distribution={"kind": "gap", "ranks": {"0": "1", "2": "3"}})
    assert said(ranks, house) == [("rank_missing", "distribution.ranks")]
    assert said(plan(), house) == [("levels_short", "distribution.rates")]
