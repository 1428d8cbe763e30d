"""Traces and plans in words: nothing of those above the reader, no step left out, the same sum at the end."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portals.ib_portal.conditions import plans
from portals.ib_portal.rebates import explanation
from portals.ib_portal.templatetags.ib_portal import exact
from tenants.ibs.rules.masking import client_name
from tenants.rebates.models import Line, Plan

STANDING = plans.Standing(number="7", rank=1, depth=1, below=frozenset({"8"}), above=frozenset({"1"}))
LEVELS = {
    "currency": "USD",
    "base": {"type": "per_lot"},
    "distribution": {"kind": "levels", "rates": ["10", "4", "2"]},
}
GAP = {
    "currency": "EUR",
    "base": {"type": "pips"},
    "distribution": {"kind": "gap", "ranks": {"0": "0.4", "1": "0.6", "2": "0.8"}},
}


def line(amount, **facts):
    return Line(id=5, amount=Decimal(amount), currency="USD", **facts)


def step(rule, out, **read):
    return {"step": 7, "rule": rule, "in": read, "out": out}


def bars(trace, amount="500"):
    chart = explanation.waterfall(line(amount), trace)
    return [(label, str(value)) for label, value in zip(chart.labels, chart.series[0].values, strict=True)]


def test_a_limit_takes_from_the_amount_before_it():
    trace = [
        step("base.per_lot", "130", lots="130"),
        step("distribute.levels", "650", partner="7", level=1, rate="5", q="130"),
        step("cap_order", "500", amount="650", total="650", limit="500"),
        step("convert", "500", **{"amount": "500", "from": "USD", "to": "USD"}),
        step("store", "500", amount="500"),
    ]
    assert bars(trace) == [("Your level", "650"), ("Limit for one deal", "-150"), ("Yours", "500")]


def test_a_conversion_is_a_bar_only_between_two_currencies():
    trace = [
        step("distribute.levels", "100", level=1, rate="10", q="10"),
        step("convert", "92", **{"amount": "100", "from": "USD", "to": "EUR"}),
    ]
    assert bars(trace, "92") == [("Your level", "100"), ("In your currency", "-8"), ("Yours", "92")]


def test_a_zero_has_no_picture_but_every_step_and_its_reason():
    trace = [
        step("guard", "0", test="min_duration", seconds=95, min_seconds=180),
        step("store", "0", amount="0", reason="min_duration"),
    ]
    told = explanation.of(line("0", reason="min_duration"), trace)
    assert told.chart.is_empty
    assert told.reason == "The position was open for less time than your plan asks for."
    assert [str(one.title) for one in told.steps] == ["Conditions of the plan", "Yours"]
    assert [(str(label), value) for label, value in told.steps[0].facts] == [
        ("Condition", "Min duration"),
        ("Seconds open", "95"),
        ("Seconds asked for", "180"),
    ]


def test_an_unknown_reason_or_rule_is_shown_by_its_own_name():
    told = explanation.of(line("0", reason="full_moon"), [step("moon.full", "0", phase="full")])
    assert told.reason == "Full moon"
    assert str(told.steps[0].title) == "Moon.full"


@pytest.mark.parametrize(
    ("rule", "hidden"),
    [
        ("missing.roll_up", "to"),
        ("cap_revenue", "total"),
        ("cap_order", "total"),
        ("distribute.gap", "partner"),
    ],
)
def test_what_others_have_is_left_out(rule, hidden):
    told = explanation.of(line("1"), [step(rule, "1", **{hidden: "1234567", "amount": "9"})])
    assert "1234567" not in str(told.steps[0].facts)
    assert "9" in str(told.steps[0].facts)


def test_levels_end_where_ones_own_tree_does():
    rates = plans.condition(Plan(document=LEVELS), STANDING).rates
    assert [(str(rate.label), rate.text) for rate in rates] == [
        ("Level 1", "10.00 USD a lot"),
        ("Level 2", "4.00 USD a lot"),
    ]
    assert str(rates[1].whose) == "Clients of your direct sub-IBs"


def test_ranks_show_the_readers_own_and_the_next_one_alone():
    rates = plans.condition(Plan(document=GAP), STANDING).rates
    assert [(str(rate.label), rate.text, rate.is_next) for rate in rates] == [
        ("Your rank: 1", "0.60 pips", False),
        ("Next rank: 2", "0.80 pips", True),
    ]
    highest = plans.condition(Plan(document=GAP), replace(STANDING, rank=2)).rates
    assert [rate.is_next for rate in highest] == [False]


def test_a_plan_of_other_partners_is_not_told():
    assert plans.applies(LEVELS, STANDING)
    assert plans.applies({**LEVELS, "select": {"partner": ["8"]}}, STANDING)
    assert plans.applies({**LEVELS, "select": {"tree": ["1"]}}, STANDING)
    assert not plans.applies({**LEVELS, "select": {"partner": ["1"]}}, STANDING)
    assert not plans.applies({**LEVELS, "select": {"tree": ["99"]}}, STANDING)


def test_a_table_of_steps_is_told_step_by_step():
    table = {
        "metric": "lots",
        "convention": "marginal",
        "steps": [{"from": "0", "rate": "5"}, {"from": "100", "rate": "7"}],
    }
    document = {**LEVELS, "distribution": {"kind": "levels", "rates": [table]}}
    [rate] = plans.condition(Plan(document=document), replace(STANDING, depth=0)).rates
    assert rate.text == "By lots in the month"
    assert list(rate.steps) == [("0", "5.00 USD a lot"), ("100", "7.00 USD a lot")]


def test_rules_of_a_plan_are_sentences():
    document = {**LEVELS, "guards": {"min_seconds": 180, "excluded_symbols": ["BTCUSD", "ETHUSD"]}}
    assert plans.condition(Plan(document=document), STANDING).rules == [
        "A position must be open for at least 180 seconds.",
        "Nothing is paid for BTCUSD, ETHUSD.",
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Clara Weiss Client", "Clara C."), ("Clara", "C…"), ("  ", "–"), ("", "–"), ("عمر الحسيني", "عمر ا.")],
)
def test_a_name_is_shortened(name, shown):
    assert client_name(name, "partly") == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("4", "4.00"),
        ("1.2350000000", "1.235"),
        ("-0.0004", "\u22120.0004"),
        ("0.33333333333", "0.333333"),
        ("1200", "1,200.00"),
    ],
)
def test_an_amount_keeps_the_decimals_that_it_has(amount, shown):
    assert exact(Decimal(amount)) == shown
