"""Money through the API: what each realm finds of withdrawals, transfers, statements and the ledger."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

from atrium.kernel import clock
from atrium.kernel.money import Money
from tenants.ledger import services as ledger
from tenants.ledger.types import Movement
from tests.api.conftest import Day
from tests.api.program import assert_problem


def fund(day: Day, minor: int = 50_000, key: str = "fund") -> str:
    wallet = f"client:{day.clara.number}:wallet:USD"
    ledger.post(
        movements=[Movement("psp:stripe:USD", wallet, Money(minor, "USD"), "deposit.settled")], key=key
    )
    return wallet


def times() -> dict[str, str]:
    now = clock.now()
    return {"since": (now - timedelta(days=1)).isoformat(), "until": (now + timedelta(days=1)).isoformat()}


def test_a_clients_statement_adds_up(day: Day) -> None:
    fund(day)
    fund(day, 1, "penny")
    found = day.as_(day.clara.user).get(f"statements?{urlencode(times())}").json()
    moved = sum(Decimal(row["money"]["amount"]) for row in found["rows"])
    assert (
        Decimal(found["opening"]["amount"]) + moved
        == Decimal(found["closing"]["amount"])
        == Decimal("500.01")
    )
    assert (found["count"], found["rows"][-1]["balance"]["amount"]) == (2, "500.01")


def test_a_statement_needs_a_time_that_is_one(day: Day) -> None:
    clara, now = day.as_(day.clara.user), clock.now()
    back = {"since": now.isoformat(), "until": (now - timedelta(days=1)).isoformat()}
    for asked in ({}, {"since": "x", "until": "y"}, back, times() | {"currency": "usd:x"}):
        assert clara.get(f"statements?{urlencode(asked)}").status_code == 422, asked


def test_ledger_entries_are_staffs_alone(day: Day) -> None:
    wallet = fund(day)
    fay = day.as_(day.fay)
    (entry,) = fay.get(f"ledger-entries?address={wallet}").json()["results"]
    assert (entry["money"], entry["counterpart"]) == (
        {"amount": "500.00", "currency": "USD"},
        "psp:stripe:USD",
    )
    assert fay.get("ledger-entries?address=nonsense").status_code == 422
    for stranger in (day.clara.user, day.sam, day.iris.user):
        assert_problem(day.as_(stranger).get(f"ledger-entries?address={wallet}"), 404, "not-found")


def test_staff_have_no_wallet_of_their_own(day: Day) -> None:
    assert_problem(day.as_(day.fay).get(f"statements?{urlencode(times())}"), 404, "not-found")


def test_withdrawals_and_transfers_are_listed_for_those_who_may(day: Day) -> None:
    for name in ("withdrawals", "transfers"):
        assert day.as_(day.clara.user).get(name).json()["results"] == []
        assert day.as_(day.fay).get(name).json()["results"] == []
        assert_problem(day.as_(day.iris.user).get(name), 404, "not-found")
        assert_problem(day.as_(day.sam).get(name), 404, "not-found")


def test_a_transfer_to_somebody_elses_account_does_not_exist(day: Day) -> None:
    asked = {
        "account_id": str(day.iris.id),
        "direction": "to_account",
        "money": {"amount": "1.00", "currency": "USD"},
    }
    assert_problem(day.as_(day.clara.user).post("transfers", asked, idem="k1"), 404, "not-found")
