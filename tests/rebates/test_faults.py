"""A bad document computes nothing, and each fault is named by the path of its field."""

from typing import Any

import pytest
from click.testing import CliRunner

from infra.commands.rebates import command
from tenants.rebates import engine
from tests.rebates.documents import deal, document, event, faults, plan

LEVELS = {"kind": "levels", "rates": ["1"]}
TABLE: dict[str, Any] = {"metric": "lots", "convention": "marginal", "steps": [{"from": "0", "rate": "1"}]}


def one(**fields: Any) -> Any:
    return document(plans=[plan(("1",)) | fields], deals=[deal()])


@pytest.mark.parametrize(
    ("doc", "path"),
    [
        (document(scenario=7), "scenario"),
        (document() | {"surprise": 1}, "surprise"),
        (document(rates=[{"base": "USD", "quote": "USD", "rate": "1"}]), "rates[0].quote"),
        (document(rates=[{"base": "usd", "quote": "EUR", "rate": "1"}]), "rates[0].base"),
        (document(rates=[{"base": "USD", "quote": "EUR", "rate": "0"}]), "rates[0].rate"),
        (document(partners={"D": {"status": "gone"}}), "partners[2].status"),
        (document(partners={"D": {"rank": True}}), "partners[2].rank"),
        (document(partners={"D": {"payout": {"schedule": "hourly"}}}), "partners[2].payout.schedule"),
        (document(clients={"C": {"partners": []}}) | {}, "clients[0].partners"),
        (document(clients={"C": {"partners": [{"partner": "D", "share": "1"}]}}), "clients[0].partners"),
        (document(accounts={"A": {"redirect": "X"}}), "accounts[0].redirect"),
        (document(accounts={"A": {"rebates": "no"}}), "accounts[0].rebates"),
        (document(accounts={"A": {"volume_factor": "0"}}), "accounts[0].volume_factor"),
        (document(deals=[deal(close_by="T1")]), "deals[0].close_by"),
        (document(deals=[deal(side="long")]), "deals[0].side"),
        (document(deals=[deal(open_time="2026-02-30T00:00:00Z")]), "deals[0].open_time"),
        (document(deals=[deal()], events=[event("payout", "T1")]), "deals[0].deal"),
        (document(events=[event("payout") | {"type": {"x": 1}}]), "events[0].type"),
        (document(events=[event("party")]), "events[0].type"),
        (document(events=[event("payout"), event("payout")]), "events[1].id"),
        (document(events=[event("deposit", client="C", amount="-1")]), "events[0].amount"),
        (document(events=[event("reverse", of="E1", reason="rejected")]), "events[0].of"),
        (one(base={"type": "net_loss"}), "plans[0].base.carry"),
        (one(base={"type": "notional", "min": "2", "max": "1"}), "plans[0].base.max"),
        (one(base={"type": "spread", "average_spread": {"X": "1"}}), "plans[0].base.average_spread.X"),
        (one(distribution=LEVELS | {"rates": ["-1"]}), "plans[0].distribution.rates[0]"),
        (one(distribution={"kind": "gap", "rates": {"X": "1"}}), "plans[0].distribution.rates.X"),
        (one(distribution={"kind": "ranks", "rates": {"gold": "1"}}), "plans[0].distribution.rates.gold"),
        (
            one(distribution={"kind": "client", "rate": "1", "missing": "to_top"}),
            "plans[0].distribution.missing",
        ),
        (
            one(distribution=LEVELS | {"rates": [TABLE | {"steps": []}]}),
            "plans[0].distribution.rates[0].steps",
        ),
        (
            one(base={"type": "cpl"}, distribution=LEVELS | {"rates": [TABLE]}),
            "plans[0].distribution.rates[0].convention",
        ),
        (
            one(base={"type": "fee_share"}, distribution={"kind": "pot", "rate": "1", "shares": []}),
            "plans[0].distribution.kind",
        ),
        (
            one(base={"type": "net_loss", "carry": "reset"}, guards={"self_referral": "zero_own"}),
            "plans[0].guards.self_referral",
        ),
        (one(guards={"client": {"kyc_level": 1}}), "plans[0].guards.client.otherwise"),
        (one(guards={"cap_period": {}}), "plans[0].guards.cap_period.amount"),
        (one(select={"symbol": []}), "plans[0].select.symbol"),
        (one(select={"tree": ["X"]}), "plans[0].select.tree[0]"),
        (one(select={"side": ["up"]}), "plans[0].select.side[0]"),
        (document(expect=[{"partner": "D"}]), "expect[0].amount"),
    ],
)
def test_fault_is_named_by_its_path(doc: Any, path: str) -> None:
    if path == "clients[0].partners" and doc["clients"][0]["partners"] == []:
        doc["clients"][0]["partner"] = None
    assert faults(doc) == [path]


def test_all_faults_of_a_document_are_named() -> None:
    doc = one(currency="dollars", slot=1)
    doc["deals"][0]["lots"] = 2
    assert sorted(faults(doc)) == ["deals[0].lots", "plans[0].currency", "plans[0].slot"]


def test_a_guard_with_its_default_is_allowed_anywhere() -> None:
    assert faults(one(base={"type": "cpl"}, guards={"min_seconds": 0, "credit": False, "client": None})) == []


def test_each_cycle_is_named_once_at_its_first_partner() -> None:
    doc = document(
        partners=[
            {"partner": "A", "parent": "B"},
            {"partner": "B", "parent": "A"},
            {"partner": "D", "parent": "A"},
        ]
    )
    doc["clients"] = doc["accounts"] = []
    assert faults(doc) == ["partners[0].parent"]


def test_a_fee_names_an_account_of_its_own_client() -> None:
    doc = document(
        clients=[{"client": "C", "partner": "D"}, {"client": "X"}],
        events=[event("copy_fee", client="X", manager="C", amount="1", account="A")],
    )
    assert faults(doc) == ["events[0].account"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"scenario": NaN}', "nonsense", "[" * 100_000])
def test_what_is_not_a_json_object_is_a_fault_of_the_document(text: str) -> None:
    with pytest.raises(engine.BadDocument) as bad:
        engine.parse_text(text)
    assert [fault.path for fault in bad.value.faults] == ["document"]


def test_a_file_that_is_not_there_is_said_so() -> None:
    done = CliRunner().invoke(command, ["run", "no-such-file.json"])
    assert done.exit_code == 2
    assert done.stderr.startswith("document: cannot be read")


def test_check_prints_each_difference_and_exits_one(tmp_path: Any) -> None:
    import json

    doc = document(plans=[plan(("5",))], deals=[deal()])
    doc["expect"] = [
        {"deal": "T1", "partner": "D", "amount": "9"},
        {"deal": "T1", "partner": "M", "amount": "0"},
    ]
    doc["expect_totals"] = [{"partner": "D", "amount": "10.0000009"}, {"partner": "S", "paid": "1"}]
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(doc))
    done = CliRunner().invoke(command, ["run", str(path), "--check"])
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "expect[0] (deal T1, partner D): amount is 10, expected 9",
        "expect[1] (deal T1, partner M): there is no such line",
        "expect_totals[1] (partner S): paid is 0, expected 1",
    ]


def test_run_prints_lines_and_totals_as_json(tmp_path: Any) -> None:
    import json

    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(document(plans=[plan(("5",))], deals=[deal()])))
    done = CliRunner().invoke(command, ["run", str(path)])
    assert done.exit_code == 0
    result = json.loads(done.output)
    line = result["lines"][0]
    assert len(line.pop("trace")) == 6
    assert line == {
        "deal": "T1",
        "partner": "D",
        "level": 1,
        "plan": "standard",
        "time": "2026-03-10T10:00:00Z",
        "amount": "10",
        "currency": "USD",
        "reason": None,
    }
    assert result["totals"] == [{"partner": "D", "amount": "10", "paid": "0", "currency": "USD"}]
