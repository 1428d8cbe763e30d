"""Rules that the golden scenarios do not reach, one promise each."""

from decimal import Decimal
from typing import Any

import pytest

from tests.rebates.documents import deal, document, earned, event, lines, plan, reasons, run

TABLE: dict[str, Any] = {
    "metric": "lots",
    "convention": "whole_period",
    "steps": [{"from": "0", "rate": "4"}, {"from": "3", "rate": "6"}],
}


def test_a_deal_closed_in_the_second_of_a_move_sees_it() -> None:
    moved = [event("move", at="2026-03-10T10:00:00Z", partner="D", parent="M")]
    assert earned(document(plans=[plan()], deals=[deal()], events=moved)) == {"D": "10", "M": "4"}


def test_a_client_without_a_partner_has_one_line_of_nobody() -> None:
    [line] = lines(document(clients={"C": {"partner": None}}, plans=[plan(currency="EUR")], deals=[deal()]))
    assert (line.party, line.level, line.currency, line.reason, line.amount) == (
        None,
        None,
        "EUR",
        "no_partner",
        Decimal(0),
    )


def test_without_plan_and_partner_the_line_is_nobodys_in_dollars() -> None:
    [line] = lines(document(clients={"C": {"partner": None}}, deals=[deal()]))
    assert (line.party, line.plan, line.currency, line.reason) == (None, None, "USD", "no_plan")


def test_each_co_partner_without_a_plan_has_a_zero_line() -> None:
    shares = [{"partner": "D", "share": "0.5"}, {"partner": "S", "share": "0.5"}]
    doc = document(clients={"C": {"partner": None, "partners": shares}}, deals=[deal()])
    assert reasons(doc) == {"D": "no_plan", "S": "no_plan"}


def test_cashback_needs_no_partner() -> None:
    cashback = plan({"kind": "client", "rate": "0.7"})
    assert earned(document(clients={"C": {"partner": None}}, plans=[cashback], deals=[deal()])) == {
        "C": "1.4"
    }


def test_cashback_pays_the_whole_deal_whatever_the_shares() -> None:
    shares = [{"partner": "D", "share": "0.3"}]
    cashback = plan({"kind": "client", "rate": "1"})
    doc = document(clients={"C": {"partner": None, "partners": shares}}, plans=[cashback], deals=[deal()])
    assert earned(doc) == {"C": "2"}


def test_what_shares_leave_stays_with_the_broker() -> None:
    shares = [{"partner": "D", "share": "0.25"}]
    doc = document(clients={"C": {"partner": None, "partners": shares}}, plans=[plan()], deals=[deal()])
    assert earned(doc) == {"D": "2.5", "S": "1", "M": "0.5"}


def test_the_client_group_decides_what_level_one_gives() -> None:
    doc = document(
        partners={"D": {"client_shares": {"vip": "0.5", "*": "0.1"}}},
        clients={"C": {"group": "vip"}},
        plans=[plan()],
        deals=[deal()],
    )
    assert earned(doc) == {"D": "5", "S": "4", "M": "2", "C": "5"}


def test_giving_everything_away_leaves_a_zero_line_with_a_reason() -> None:
    doc = document(partners={"D": {"client_shares": {"*": "1"}}}, plans=[plan()], deals=[deal()])
    [line] = lines(doc, party="D")
    assert (line.amount, line.reason) == (Decimal(0), "nothing_due")


def test_nobody_shares_what_is_not_a_deals() -> None:
    cpl = plan(("8",), base="cpl")
    lead = event("lead", client="C", phone_verified=True, email_verified=True, unique=True)
    doc = document(partners={"D": {"client_shares": {"*": "0.5"}}}, plans=[cpl], events=[lead])
    assert earned(doc) == {"D": "8"}


def test_a_table_is_read_for_the_partner_of_its_own_level() -> None:
    tables = document(plans=[plan((TABLE, TABLE))], deals=[deal(), deal("T2", "2026-03-11T10:00:00Z")])
    assert earned(tables) == {"D": "24", "S": "16"}


def test_below_the_first_step_there_is_no_rate() -> None:
    table = {**TABLE, "steps": [{"from": "100", "rate": "9"}]}
    assert reasons(document(plans=[plan((table,))], deals=[deal()])) == {"D": "nothing_due"}


def test_a_marginal_deal_that_stretches_over_the_first_step_is_averaged() -> None:
    table = {
        **TABLE,
        "convention": "marginal",
        "steps": [{"from": "1", "rate": "4"}, {"from": "3", "rate": "8"}],
    }
    doc = document(plans=[plan((table,))], deals=[deal(lots="4")])
    assert earned(doc) == {"D": "16"}  # 1 at 0, 2 at 4, 1 at 8


def test_deals_of_one_second_stretch_in_the_order_of_their_ids() -> None:
    table = {
        **TABLE,
        "convention": "marginal",
        "steps": [{"from": "0", "rate": "1"}, {"from": "2", "rate": "2"}],
    }
    doc = document(plans=[plan((table,))], deals=[deal("T2"), deal("T1")])
    assert [(line.source, line.amount) for line in lines(doc)] == [("T1", Decimal(2)), ("T2", Decimal(4))]


def test_active_clients_are_counted_once() -> None:
    table = {
        **TABLE,
        "metric": "active_clients",
        "steps": [{"from": "1", "rate": "1"}, {"from": "2", "rate": "5"}],
    }
    doc = document(plans=[plan((table,))], deals=[deal(), deal("T2", "2026-03-11T10:00:00Z")])
    assert earned(doc) == {"D": "4"}


def test_net_deposits_of_the_downline_count_withdrawals() -> None:
    table = {
        **TABLE,
        "metric": "net_deposits",
        "scope": "downline",
        "steps": [{"from": "0", "rate": "1"}, {"from": "100", "rate": "5"}],
    }
    cash = [event("deposit", client="C", amount="150"), event("withdrawal", "E2", client="C", amount="60")]
    doc = document(plans=[plan(("1", table))], deals=[deal()], events=cash)
    assert earned(doc) == {"D": "2", "S": "2"}
    assert earned({**doc, "events": cash[:1]}) == {"D": "2", "S": "10"}


def test_a_rate_that_no_counted_amount_needs_is_not_missed() -> None:
    table = {**TABLE, "metric": "net_deposits", "steps": [{"from": "0", "rate": "1"}]}
    other_month = [event("deposit", at="2026-04-01T00:00:00Z", client="C", amount="5", currency="CHF")]
    assert earned(document(plans=[plan((table,))], deals=[deal()], events=other_month)) == {"D": "2"}


def test_a_personal_ratio_multiplies_its_own_table() -> None:
    doc = document(partners={"D": {"ratio": "0.5"}}, plans=[plan((TABLE,))], deals=[deal()])
    assert earned(doc) == {"D": "4"}


def test_own_rates_with_ratios_make_the_gap() -> None:
    gap = {"kind": "gap", "rates": {"D": "5", "S": "6", "M": "8"}}
    doc = document(partners={"D": {"ratio": "1.4"}}, plans=[plan(gap)], deals=[deal()])
    assert earned(doc) == {"D": "14", "S": "0", "M": "2"}


def test_a_same_rank_payment_does_not_count_as_a_rate_taken() -> None:
    gap = {"kind": "gap", "ranks": {"1": "5", "2": "5"}, "same_rank_rate": "1"}
    doc = document(
        partners={"D": {"rank": 1}, "S": {"rank": 1}, "M": {"rank": 2}}, plans=[plan(gap)], deals=[deal()]
    )
    assert earned(doc) == {"D": "10", "S": "2", "M": "0"}


def test_depth_ends_the_path_but_not_the_moves() -> None:
    gap = {"kind": "gap", "rates": {"D": "5", "S": "6", "M": "8"}, "depth": 2, "missing": "to_top"}
    assert earned(document(plans=[plan(gap)], deals=[deal()])) == {"D": "10", "S": "2"}
    suspended = document(partners={"S": {"status": "suspended"}}, plans=[plan(gap)], deals=[deal()])
    assert earned(suspended) == {"D": "10", "S": "0", "M": "2"}


def test_the_top_within_the_depth_receives_first() -> None:
    down = {"kind": "top_down", "rate": "8", "fraction": "0.5", "depth": 2}
    assert earned(document(plans=[plan(down)], deals=[deal()])) == {"D": "8", "S": "8"}


def test_a_suspended_level_one_rolls_up_or_stays_with_the_broker() -> None:
    for rule, expected in (
        ("roll_up", {"D": "0", "S": "14", "M": "2"}),
        ("to_direct", {"D": "0", "S": "4", "M": "2"}),
    ):
        levels = {"kind": "levels", "rates": ["5", "2", "1"], "missing": rule}
        assert (
            earned(document(partners={"D": {"status": "suspended"}}, plans=[plan(levels)], deals=[deal()]))
            == expected
        )


def test_absent_levels_of_a_pot_go_to_the_direct_partner() -> None:
    pot = {"kind": "pot", "rate": "10", "shares": ["0.5", "0.2", "0.2", "0.1"], "missing": "to_direct"}
    assert earned(document(plans=[plan(pot)], deals=[deal()])) == {"D": "12", "S": "4", "M": "4"}


def test_a_master_beyond_the_list_is_paid_up_to_its_levels() -> None:
    def levels(reach: int) -> dict[str, Any]:
        return {
            "kind": "levels",
            "rates": ["5"],
            "master": {"partners": ["M"], "ratio": "0.1", "mode": "replace", "levels": reach},
        }

    assert earned(document(plans=[plan(levels(3))], deals=[deal()])) == {"D": "10", "M": "1"}
    assert earned(document(plans=[plan(levels(2))], deals=[deal()])) == {"D": "10"}


def test_takes_never_exceed_what_is_left() -> None:
    rest = {"kind": "remainder", "rate": "6", "takes": ["5", "4"], "rest": "next"}
    assert earned(document(plans=[plan(rest)], deals=[deal()])) == {"D": "10", "S": "2", "M": "0"}


def test_the_rest_goes_to_nobody_if_nobody_is_above() -> None:
    rest = {"kind": "remainder", "rate": "8", "takes": ["1", "1", "1"], "rest": "next"}
    assert earned(document(plans=[plan(rest)], deals=[deal()])) == {"D": "2", "S": "2", "M": "2"}


def test_an_unqualified_link_pays_nothing_and_nothing_above_it() -> None:
    chain = {
        "kind": "override",
        "rate": "5",
        "percents": ["0.1", "0.5"],
        "of": "previous",
        "qualify": {"min_rank": 1},
    }
    doc = document(partners={"M": {"rank": 1}}, plans=[plan(chain)], deals=[deal()])
    assert reasons(doc) == {"D": None, "S": "not_qualified", "M": "nothing_due"}


def test_suspended_comes_before_not_qualified() -> None:
    chain = {"kind": "override", "rate": "5", "percents": ["0.1"], "of": "direct", "qualify": {"min_rank": 1}}
    doc = document(partners={"S": {"status": "suspended"}}, plans=[plan(chain)], deals=[deal()])
    assert reasons(doc)["S"] == "suspended"


@pytest.mark.parametrize(
    ("guards", "facts", "reason"),
    [
        ({"excluded_flags": ["social"], "min_seconds": 9999}, {"flags": ["social"]}, "excluded_flag"),
        (
            {"excluded_symbols": ["EURUSD"], "excluded_flags": ["social"]},
            {"flags": ["social"]},
            "excluded_symbol",
        ),
        ({"min_seconds": 9999, "min_pips": "99"}, {}, "min_duration"),
    ],
)
def test_the_first_test_that_fails_gives_the_reason(guards: Any, facts: Any, reason: str) -> None:
    doc = document(plans=[plan(guards=guards)], deals=[deal(**facts)])
    assert set(reasons(doc).values()) == {reason}


def test_an_account_switched_off_comes_before_everything() -> None:
    doc = document(
        accounts={"A": {"rebates": False}}, plans=[plan(guards={"min_seconds": 9999})], deals=[deal()]
    )
    assert set(reasons(doc).values()) == {"account_off"}


def test_an_excluded_deal_needs_no_exchange_rate() -> None:
    guarded = plan(base="pips", guards={"excluded_symbols": ["USDJPY"]})
    doc = document(plans=[guarded], deals=[deal(symbol="USDJPY")])
    assert set(reasons(doc).values()) == {"excluded_symbol"}


def test_a_larger_second_deal_of_a_pair_is_paid_beyond_the_first() -> None:
    doc = document(
        plans=[plan(guards={"close_by": "net"})],
        deals=[deal(), deal("T2", side="sell", lots="5", close_by="T1")],
    )
    assert {line.source: line.amount for line in lines(doc, party="D")} == {
        "T1": Decimal(10),
        "T2": Decimal(15),
    }


def test_positions_that_do_not_overlap_are_no_hedge() -> None:
    later = deal("T2", "2026-03-10T12:00:00Z", side="sell", open_time="2026-03-10T10:00:00Z")
    doc = document(plans=[plan(guards={"hedging": "net"})], deals=[deal(), later])
    assert earned(doc)["D"] == "20"


def test_a_hedge_of_another_symbol_or_client_is_none() -> None:
    doc = document(
        plans=[plan(guards={"hedging": "net"})],
        deals=[deal(), deal("T2", symbol="USDJPY", side="sell"), deal("T3", account="B", side="sell")],
        clients=[{"client": "C", "partner": "D"}, {"client": "C2", "partner": "D"}],
        accounts=[{"account": "A", "client": "C"}, {"account": "B", "client": "C2"}],
    )
    assert earned(doc)["D"] == "30"


def test_a_client_held_by_kyc_is_paid_when_it_is_raised() -> None:
    guard = {"client": {"kyc_level": 2, "otherwise": "held"}}
    raised = [event("kyc", at="2026-03-20T08:00:00Z", client="C", level=2)]
    doc = document(plans=[plan(guards=guard)], deals=[deal()], events=raised)
    assert {(line.amount, line.time) for line in lines(doc, party="D")} == {(Decimal(10), 1_773_993_600)}


def test_a_deposit_and_a_withdrawal_of_one_second_count_together() -> None:
    guard = {"client": {"min_net_deposit": "100", "otherwise": "held"}}
    cash = [
        event("deposit", "E1", "2026-03-20T00:00:00Z", client="C", amount="100"),
        event("withdrawal", "E2", "2026-03-20T00:00:00Z", client="C", amount="1"),
    ]
    doc = document(plans=[plan(guards=guard)], deals=[deal()], events=cash)
    assert set(reasons(doc).values()) == {"client_held"}


def test_no_equity_of_ones_own_earns_nothing() -> None:
    for equity, reason in (("0", "credit"), ("-5", "credit"), ("100", "credit")):
        doc = document(plans=[plan(guards={"credit": True})], deals=[deal(equity=equity, credit="100")])
        assert set(reasons(doc).values()) == {reason}
    assert earned(document(plans=[plan(guards={"credit": True})], deals=[deal(credit="100")]))["D"] == "10"


def test_a_party_on_two_legs_is_capped_on_their_sum() -> None:
    shares = [{"partner": "D", "share": "0.5"}, {"partner": "S", "share": "0.5"}]
    doc = document(
        clients={"C": {"partner": None, "partners": shares}},
        plans=[plan(guards={"cap_order": "3.5"})],
        deals=[deal()],
    )
    assert earned(doc) == {"D": "3.5", "S": "3.5", "M": "3"}
    assert [line.amount for line in lines(doc, party="S")] == [Decimal("2.5"), Decimal(1)]


def test_a_cap_of_zero_is_the_reason() -> None:
    assert set(reasons(document(plans=[plan(guards={"cap_order": "0"})], deals=[deal()])).values()) == {
        "capped"
    }


def test_caps_per_period_begin_anew_with_the_period() -> None:
    capped = plan(("5",), guards={"cap_period": {"amount": "12", "period": "day"}})
    days = [deal(), deal("T2", "2026-03-10T11:00:00Z"), deal("T3", "2026-03-11T00:00:00Z")]
    assert [line.amount for line in lines(document(plans=[capped], deals=days))] == [
        Decimal(10),
        Decimal(2),
        Decimal(10),
    ]


def test_a_reversal_gives_no_room_back() -> None:
    capped = plan(("5",), guards={"cap_period": {"amount": "10"}})
    taken = [event("reverse", at="2026-03-10T10:30:00Z", of="T1", reason="correction")]
    doc = document(plans=[capped], deals=[deal(), deal("T2", "2026-03-10T11:00:00Z")], events=taken)
    assert earned(doc) == {"D": "0"}


def test_cpa_counts_from_the_deposit_until_the_last_second_of_the_term() -> None:
    cpa = plan(("100",), base={"type": "cpa", "min_lots": "2", "within_days": 1})
    for at, expected in (("2026-03-10T23:59:59Z", "100"), ("2026-03-11T00:00:00Z", "0")):
        deposit = event("deposit", at="2026-03-10T00:00:00Z", client="C", amount="1")
        assert earned(document(plans=[cpa], deals=[deal(at=at)], events=[deposit]))["D"] == expected


def test_only_the_first_deposit_is_an_acquisition() -> None:
    cpa = plan(("100",), base={"type": "cpa", "min_first_deposit": "50"})
    deposits = [
        event("deposit", client="C", amount="49"),
        event("deposit", "E2", "2026-03-02T00:00:00Z", client="C", amount="500"),
    ]
    doc = document(plans=[cpa], events=deposits)
    assert [(line.source, line.reason) for line in lines(doc)] == [("E1", "conditions_not_met")]


def test_oneself_comes_before_conditions() -> None:
    cpa = plan(("100",), base={"type": "cpa", "min_lots": "9"}, guards={"self_referral": "zero_all"})
    doc = document(
        partners={"M": {"person": "P"}},
        clients={"C": {"person": "P"}},
        plans=[cpa],
        events=[event("deposit", client="C", amount="1")],
    )
    assert set(reasons(doc).values()) == {"self_referral"}


def test_net_loss_of_two_partners_is_two_pools_of_one_period() -> None:
    shares = [{"partner": "D", "share": "0.5"}, {"partner": "M", "share": "0.5"}]
    loss = plan(("0.2",), base={"type": "net_loss", "carry": "reset"})
    doc = document(
        clients={"C": {"partner": None, "partners": shares}}, plans=[loss], deals=[deal(profit="-1000")]
    )
    assert [(line.party, line.pool, line.amount) for line in lines(doc, source_kind="period")] == [
        ("D", "D", Decimal(100)),
        ("M", "M", Decimal(100)),
    ]


def test_a_negative_net_is_carried_over_periods_without_facts() -> None:
    loss = plan(("0.1",), base={"type": "net_loss", "carry": "carry", "period": "week"})
    weeks = [
        deal("T1", "2026-01-05T10:00:00Z", profit="400"),
        deal("T2", "2026-02-02T10:00:00Z", profit="-1000"),
    ]
    found = lines(document(plans=[loss], deals=weeks), source_kind="period")
    assert [(line.source, line.amount) for line in found] == [
        ("2026-W02", Decimal(0)),
        ("2026-W06", Decimal(60)),
    ]


def test_the_manager_keeps_its_part_when_there_is_no_partner() -> None:
    fee = plan(("0.2",), base="fee_share")
    doc = document(
        clients=[{"client": "C"}, {"client": "X"}],
        plans=[fee],
        events=[event("copy_fee", client="C", manager="X", amount="100")],
    )
    assert [(line.party_kind, line.party, line.amount, line.reason) for line in lines(doc)] == [
        ("partner", None, Decimal(0), "no_partner"),
        ("client", "X", Decimal(80), None),
    ]


def test_a_later_plan_wins_over_an_equal_earlier_one() -> None:
    early, late = plan(("1",)) | {"plan": "b"}, plan(("2",)) | {"plan": "z", "from": "2026-01-01T00:00:00Z"}
    doc = document(plans=[early, late], deals=[deal()])
    assert lines(doc)[0].plan == "z"
    candidates = next(step["in"] for step in lines(doc)[0].trace if step["rule"] == "select")
    assert candidates == {"slot": "main", "candidates": ["z", "b"]}


def test_each_slot_has_its_own_winner() -> None:
    plans = [plan(("1",)), plan(("2",)) | {"plan": "other", "slot": "bonus"}]
    assert earned(document(plans=plans, deals=[deal()])) == {"D": "6"}


def test_holding_days_and_a_weekly_calendar_make_the_due_time() -> None:
    held = plan(("5",), settlement={"hold_days": 7})
    weekly = {"D": {"payout": {"schedule": "weekly", "delay_days": 1}}}
    runs = [event("payout", "P1", "2026-03-23T23:59:59Z"), event("payout", "P2", "2026-03-24T00:00:00Z")]
    doc = document(partners=weekly, plans=[held], deals=[deal()], events=runs[:1])
    assert run(doc).totals[0].paid == 0
    assert run({**doc, "events": runs}).totals[0].paid == 10


def test_what_is_owed_is_netted_and_never_collected() -> None:
    doc = document(
        plans=[plan(("5",))],
        deals=[deal(), deal("T2", "2026-03-12T10:00:00Z", lots="1")],
        events=[
            event("payout", "P1", "2026-03-11T00:00:00Z"),
            event("reverse", "R1", "2026-03-11T10:00:00Z", of="T1", reason="clawback"),
            event("payout", "P2", "2026-03-13T00:00:00Z"),
        ],
    )
    [total] = run(doc).totals
    assert (total.amount, total.paid) == (Decimal(5), Decimal(10))


def test_a_reversing_line_has_one_step() -> None:
    doc = document(
        plans=[plan(("5",))],
        deals=[deal()],
        events=[event("reverse", at="2026-03-11T00:00:00Z", of="T1", reason="rejected")],
    )
    [line] = lines(doc, reason="rejected")
    assert [dict(step) for step in line.trace] == [
        {
            "step": 12,
            "rule": "reverse",
            "in": {"of": "T1", "amount": "10", "reason": "rejected"},
            "out": "-10",
        }
    ]


def test_lines_come_in_their_published_order() -> None:
    cashback = plan({"kind": "client", "rate": "1"}) | {"plan": "cash", "slot": "c"}
    doc = document(plans=[plan(("5", "2")), cashback], deals=[deal("T2"), deal("T1")])
    assert [(line.source, line.plan, line.party) for line in run(doc).lines] == [
        ("T1", "cash", "C"),
        ("T1", "standard", "D"),
        ("T1", "standard", "S"),
        ("T2", "cash", "C"),
        ("T2", "standard", "D"),
        ("T2", "standard", "S"),
    ]


def test_less_than_the_tenth_decimal_is_nothing() -> None:
    doc = document(plans=[plan(("0.00000000001",))], deals=[deal()])
    assert reasons(doc) == {"D": "nothing_due"}


def test_very_large_amounts_keep_their_ten_decimals() -> None:
    doc = document(plans=[plan(("123456789012345678901234",))], deals=[deal()])
    assert earned(doc) == {"D": "246913578024691357802468"}
