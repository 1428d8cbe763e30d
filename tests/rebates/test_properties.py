"""What must hold for every scenario, tried on many random ones."""

import json
import random
from decimal import Decimal, localcontext
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.rebates import engine
from tenants.rebates.engine.line import Line
from tenants.rebates.engine.numbers import CONTEXT, plain
from tests.rebates.documents import Document, document, event, run

TENTH = Decimal("0.00000001")
"""Sums of lines that were each rounded to ten decimals."""

rates = st.decimals("0", "20", places=2).map(str)
fractions = st.decimals("0", "1", places=2).map(str)
lots = st.decimals("0.01", "50", places=2).map(str)
minutes = st.integers(0, 60 * 24 * 20)
missing = st.sampled_from(["broker_keeps", "roll_up", "to_top", "to_direct"])


def time(minute: int) -> str:
    day, rest = divmod(minute, 24 * 60)
    return f"2026-03-{day + 1:02}T{rest // 60:02}:{rest % 60:02}:00Z"


@st.composite
def distributions(draw: st.DrawFn) -> Document:
    kinds: list[Document] = [
        {"kind": "levels", "rates": draw(st.lists(rates, max_size=5)), "missing": draw(missing)},
        {"kind": "ladder", "rate": draw(rates), "ratios": draw(st.lists(fractions, max_size=4))},
        {
            "kind": "gap",
            "rates": draw(st.dictionaries(st.sampled_from("MSD"), rates)),
            "missing": draw(missing),
        },
        {"kind": "pot", "rate": draw(rates), "shares": ["0.5", "0.3", "0.1"], "missing": draw(missing)},
        {"kind": "top_down", "rate": draw(rates), "fraction": draw(fractions)},
        {"kind": "bottom_up", "rate": draw(rates), "fraction": draw(fractions)},
        {"kind": "remainder", "rate": draw(rates), "takes": draw(st.lists(rates, max_size=3)), "rest": "top"},
        {"kind": "override", "rate": draw(rates), "percents": ["0.1", "0.05"], "of": "previous"},
    ]
    return draw(st.sampled_from(kinds))


@st.composite
def guards(draw: st.DrawFn) -> Document:
    all_of_them: Document = {
        "cap_order": draw(st.decimals("0", "100", places=1).map(str)),
        "cap_revenue": draw(fractions),
        "cap_period": {"amount": draw(st.decimals("0", "200", places=1).map(str)), "period": "day"},
        "hedging": "net",
        "min_seconds": 600,
        "self_referral": "zero_own",
    }
    return {
        name: all_of_them[name] for name in draw(st.lists(st.sampled_from(sorted(all_of_them)), unique=True))
    }


@st.composite
def scenarios(draw: st.DrawFn) -> Document:
    deals = []
    for i in range(draw(st.integers(1, 6))):
        start, length = draw(minutes), draw(st.integers(0, 600))
        deals.append(
            {
                "deal": f"T{i}",
                "account": "A",
                "symbol": "EURUSD",
                "side": draw(st.sampled_from(["buy", "sell"])),
                "lots": draw(lots),
                "open_time": time(start),
                "close_time": time(start + length),
                "open_price": "1.1",
                "close_price": "1.2",
                "commission": draw(rates),
            }
        )
    moves = [
        event(
            "move", f"E{i}", time(draw(minutes)), partner="D", parent=draw(st.sampled_from(["M", "S", None]))
        )
        for i in range(draw(st.integers(0, 2)))
    ]
    status = st.sampled_from(["active", "active", "suspended"])
    plan = {
        "plan": "P",
        "base": {"type": "per_lot"},
        "distribution": draw(distributions()),
        "guards": draw(guards()),
    }
    people: dict[str, Any] = {
        name: {"status": draw(status), "ratio": draw(st.sampled_from(["1", "1.2", "0.5"]))} for name in "MSD"
    }
    people["D"]["client_shares"] = {"*": draw(fractions)}
    return document(partners=people, plans=[plan], deals=deals, events=moves)


def text(doc: Document) -> str:
    return engine.result_text(run(doc))


@settings(deadline=None, max_examples=150)
@given(scenarios(), st.randoms(use_true_random=False))
def test_the_order_in_the_document_changes_nothing(doc: Document, shuffler: random.Random) -> None:
    mixed = json.loads(json.dumps(doc))
    for name in ("deals", "events", "partners", "symbols", "plans"):
        shuffler.shuffle(mixed[name])
    assert text(mixed) == text(doc)


@settings(deadline=None, max_examples=150)
@given(scenarios())
def test_no_cap_is_ever_exceeded(doc: Document) -> None:
    guarded: dict[str, Any] = doc["plans"][0]["guards"]
    before = before_client_share(run(doc).lines)
    commissions = {each["deal"]: Decimal(each["commission"]) for each in doc["deals"]}
    for (source, _), amount in before.items():
        assert amount <= Decimal(guarded.get("cap_order", "Infinity")) + TENTH
        if "cap_revenue" in guarded:
            together = sum(each for (other, _), each in before.items() if other == source)
            assert together <= commissions[source] * Decimal(guarded["cap_revenue"]) + TENTH
    if "cap_period" in guarded:
        days: dict[tuple[str, str], Decimal] = {}
        closes = {each["deal"]: each["close_time"][:10] for each in doc["deals"]}
        for (source, party), amount in before.items():
            key = (closes[source], party)
            days[key] = days.get(key, Decimal(0)) + amount
        assert all(amount <= Decimal(guarded["cap_period"]["amount"]) + TENTH for amount in days.values())


def before_client_share(lines: list[Line]) -> dict[tuple[str, str], Decimal]:
    """Source and partner → amount, with what level 1 gave to the client given back to it."""
    direct = {line.source: line.party for line in lines if line.level == 1}
    sums: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        party = direct[line.source] if line.party_kind == "client" else line.party
        if party is not None:
            sums[line.source, party] = sums.get((line.source, party), Decimal(0)) + line.amount
    return sums


@settings(deadline=None, max_examples=100)
@given(scenarios(), st.sampled_from(["top_down", "bottom_up", "remainder", "pot"]), rates, fractions)
def test_what_one_pot_pays_is_the_pot_at_most_and_exactly_where_it_says_so(
    doc: Document, kind: str, rate: str, fraction: str
) -> None:
    fields: dict[str, Document] = {
        "top_down": {"fraction": fraction},
        "bottom_up": {"fraction": fraction},
        "remainder": {"takes": [rate], "rest": "top"},
        "pot": {"shares": ["0.6", "0.3"]},
    }
    doc["partners"] = [
        {k: v for k, v in each.items() if k in ("partner", "parent")} for each in doc["partners"]
    ]
    doc["plans"][0] |= {"guards": {}, "distribution": {"kind": kind, "rate": rate, **fields[kind]}}
    paid: dict[str, Decimal] = {}
    for line in run(doc).lines:
        paid[line.source] = paid.get(line.source, Decimal(0)) + line.amount
    for each in doc["deals"]:
        pot = Decimal(each["lots"]) * Decimal(rate)
        if kind == "pot":
            assert paid[each["deal"]] <= pot * Decimal("0.9") + TENTH
        else:
            assert abs(paid[each["deal"]] - pot) <= TENTH


@settings(deadline=None, max_examples=100)
@given(scenarios())
def test_moving_what_the_suspended_do_not_get_creates_no_money(doc: Document) -> None:
    def total(of: Document) -> Decimal:
        return sum((line.amount for line in run(of).lines), Decimal(0))

    doc["plans"][0]["guards"] = {}
    everybody = json.loads(json.dumps(doc))
    for each in everybody["partners"]:
        each.pop("status", None)
    if doc["plans"][0]["distribution"].get("missing", "broker_keeps") == "broker_keeps":
        assert total(doc) <= total(everybody) + TENTH


@settings(deadline=None, max_examples=100)
@given(scenarios())
def test_reversing_everything_leaves_nothing(doc: Document) -> None:
    doc["events"] += [
        event("reverse", f"R{each['deal']}", "2026-05-01T00:00:00Z", of=each["deal"], reason="clawback")
        for each in doc["deals"]
    ]
    assert {total.amount for total in run(doc).totals} <= {Decimal(0)}


@settings(deadline=None, max_examples=100)
@given(scenarios())
def test_a_line_has_a_reason_exactly_if_it_is_zero(doc: Document) -> None:
    for line in run(doc).lines:
        assert (line.amount == 0) == (line.reason is not None)


@settings(deadline=None, max_examples=150)
@given(scenarios())
def test_a_trace_leads_to_its_amount(doc: Document) -> None:
    for line in run(doc).lines:
        steps: list[Any] = list(line.trace)
        assert [step["step"] for step in steps] == sorted(step["step"] for step in steps)
        assert (steps[-1]["step"], steps[-1]["out"]) == (12, plain(line.amount))
        if not line.amount:
            assert steps[-1]["in"]["reason"] == line.reason
            continue
        assert {3, 4, 5, 7, 11, 12} <= {step["step"] for step in steps}
        with localcontext(CONTEXT):
            recompute(steps)


def recompute(steps: list[Any]) -> None:
    """Each step from its own inputs; each money step begins where the one before ended."""
    for step, before in zip(steps, [None, *steps], strict=False):
        read, out = step["in"], step["out"]
        rule = step["rule"]
        if rule == "base.per_lot":
            assert Decimal(out) == Decimal(read["lots"]) * Decimal(read.get("paid_fraction", "1"))
        elif rule == "distribute.levels":
            assert Decimal(out) == Decimal(read["rate"]) * Decimal(read["q"])
        elif rule == "distribute.gap":
            gap = max(Decimal(read["own_rate"]) - Decimal(read["highest_below"]), Decimal(0))
            assert Decimal(out) == gap * Decimal(read["q"])
        elif rule.startswith("missing.") and "before" in read:
            assert Decimal(out) == Decimal(read["before"]) + Decimal(read["amount"])
        elif rule.startswith("cap_"):
            scaled = Decimal(read["amount"]) * Decimal(read["limit"]) / Decimal(read["total"])
            assert abs(Decimal(out) - scaled) <= TENTH
        elif rule == "client_share":
            given_away = Decimal(read["amount"]) * Decimal(read["fraction"])
            assert Decimal(out) in (given_away, Decimal(read["amount"]) * (1 - Decimal(read["fraction"])))
        if step["step"] in (8, 9, 10, 11, 12):
            assert before is not None
            assert before["out"] == read["amount"]
