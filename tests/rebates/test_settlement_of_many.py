"""Many parties are paid in one ledger transaction, in as many statements for a hundred as for ten; killed, it goes on."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import clock
from tenants.abuse.models import Flag
from tenants.ibs.models import Partner
from tenants.ledger import selectors as ledger
from tenants.rebates import services
from tenants.rebates.models import Accrual, PayoutRun, Settlement
from tenants.rebates.services import settlement
from tenants.rebates.verification import verify
from tests.ibs.people import Family, client, family, partner
from tests.rebates.market import NOON, account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def cast(in_acme: Any) -> Family:
    return family()


def earn(of: Any, lots: str = "1", at: datetime = NOON) -> None:
    batch = uuid.uuid4()
    deal(account(of), batch=batch, lots=lots, at=at)
    services.accrue(batch_id=batch)


def wallet(of: Partner) -> str:
    return ledger.balance(f"ib:{of.number}:wallet:{of.currency}").posted.plain()


def test_all_parties_of_a_batch_are_one_ledger_transaction_and_one_run(cast: Family) -> None:
    earn(cast.clara)
    assert services.settle_all_due() == 3
    rows = Settlement.objects.all()
    assert len({row.transaction_id for row in rows}) == 1
    run = PayoutRun.objects.get()
    assert (run.state, run.parties, str(run.asked)) == ("done", 3, "16.00 USD")
    assert {row.run_id for row in rows} == {run.id}
    assert ledger.verify() == ()
    assert verify() == []


def test_a_hundred_partners_ask_no_more_than_ten(cast: Family) -> None:
    def people(start: int, count: int) -> None:
        batch = uuid.uuid4()
        for number in range(start, start + count):
            deal(account(client(f"C{number}", partner(f"P{number}"))), batch=batch)
        services.accrue(batch_id=batch)

    people(0, 10)
    with CaptureQueriesContext(connection) as few:
        assert services.settle_all_due() == 10
    people(10, 60)
    with CaptureQueriesContext(connection) as many:
        assert services.settle_all_due() == 60
    assert len(many) <= len(few), [query["sql"][:90] for query in many]
    assert Settlement.objects.count() == 70


def test_only_lines_that_are_not_due_yet_are_summed_and_the_answer_is_that_of_all_lines(cast: Family) -> None:
    Partner.objects.filter(id=cast.ida.id).update(payout_schedule="daily")
    earn(cast.clara, lots="0.1")
    earn(cast.clara, lots="0.2", at=NOON + timedelta(days=1))
    midnight = datetime(2026, 3, 11, tzinfo=UTC)
    assert str(services.settle_due(partner_id=cast.ida.id, at=midnight)) == "1.00 USD"
    assert services.settle_due(partner_id=cast.ida.id, at=midnight + timedelta(hours=23)) is None
    assert str(services.settle_due(partner_id=cast.ida.id, at=midnight + timedelta(days=1))) == "2.00 USD"


@pytest.mark.parametrize(
    ("schedule", "delay", "due"),
    [
        ("instant", 0, "2026-03-10T12:00:00"),
        ("instant", 3, "2026-03-13T12:00:00"),
        ("daily", 0, "2026-03-11T00:00:00"),
        ("weekly", 0, "2026-03-16T00:00:00"),
        ("weekly", 2, "2026-03-18T00:00:00"),
        ("monthly", 0, "2026-04-01T00:00:00"),
        ("monthly", 5, "2026-04-06T00:00:00"),
    ],
)
def test_each_schedule_pays_at_its_second_and_not_one_before(
    cast: Family, schedule: str, delay: int, due: str
) -> None:
    Partner.objects.filter(id=cast.ida.id).update(payout_schedule=schedule, payout_delay_days=delay)
    earn(cast.clara)
    at = datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert services.settle_due(partner_id=cast.ida.id, at=at - timedelta(seconds=1)) is None
    assert wallet(cast.ida) == "0.00"
    assert str(services.settle_due(partner_id=cast.ida.id, at=at)) == "10.00 USD"


def test_a_schedule_that_changes_moves_no_line_that_was_written(cast: Family) -> None:
    earn(cast.clara)
    Partner.objects.filter(id=cast.ida.id).update(payout_schedule="monthly")
    assert str(services.settle_due(partner_id=cast.ida.id, at=NOON)) == "10.00 USD"


def test_half_a_cent_goes_to_the_even_cent_and_the_rest_is_kept(cast: Family) -> None:
    earn(cast.clara, lots="0.0005")  # 0.005: a tie, to the even zero
    assert services.settle_due(partner_id=cast.ida.id) is None
    earn(cast.clara, lots="0.0010")  # 0.015: a tie, to the even two
    assert str(services.settle_due(partner_id=cast.ida.id)) == "0.02 USD"
    row = Accrual.objects.get(party_kind="partner", party_number=cast.ida.number)
    assert (row.lines_sum, row.settled_minor) == (Decimal("0.015"), 2)
    earn(cast.clara, lots="0.0010")  # 0.025: to two, which were paid
    assert services.settle_due(partner_id=cast.ida.id) is None
    assert verify() == []


def test_a_run_that_is_killed_pays_the_rest_the_next_time_and_nobody_twice(
    cast: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    earn(cast.clara)
    monkeypatch.setattr(settlement, "BATCH", 1)
    real, calls = settlement.pay, []

    def dies(*args: Any, **kwargs: Any) -> int:
        calls.append(1)
        if len(calls) == 2:
            real(*args, **kwargs)  # everything is written, and nothing of it committed
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(settlement, "pay", dies)
    with pytest.raises(KeyboardInterrupt):
        services.settle_all_due()
    assert Settlement.objects.count() == 1
    monkeypatch.setattr(settlement, "pay", real)
    assert services.settle_all_due() == 2
    assert services.settle_all_due() == 0
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris)] == ["10.00", "4.00", "2.00"]
    assert verify() == []


def held(cast: Family, **facts: Any) -> Flag:
    now = clock.now()
    return Flag.objects.create(
        **{
            "rule": "shared_ip", "partner": cast.ida, "client": cast.clara, "state": "held", "held_at": now, "found_at": now,
            "seen_at": now, **facts,
        }
    )  # fmt: skip


def test_what_is_held_is_not_paid_and_what_was_paid_before_is_not_collected(cast: Family) -> None:
    dora = client("Dora", cast.ida)
    earn(cast.clara)
    services.settle_all_due()
    flag = held(cast)
    earn(cast.clara, lots="2")
    earn(dora, lots="0.5")
    assert services.settle_all_due() == 3
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris)] == ["15.00", "14.00", "7.00"]
    Flag.objects.filter(id=flag.id).update(state="released")
    assert services.settle_all_due() == 1
    assert wallet(cast.ida) == "35.00"
    assert verify() == []


def test_a_hold_of_everybodys_part_stops_the_upline_too(cast: Family) -> None:
    held(cast, holds_everybody=True)
    earn(cast.clara)
    assert services.settle_all_due() == 0
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris)] == ["0.00"] * 3


def test_two_holds_of_the_same_lines_hold_them_once(cast: Family) -> None:
    dora = client("Dora", cast.ida)
    held(cast)
    held(cast, rule="mirrored", other=dora)
    earn(cast.clara)
    carl = client("Carl", cast.ida)
    earn(carl, lots="0.3")
    services.settle_all_due()
    assert wallet(cast.ida) == "3.00"


def test_a_hold_of_everybodys_part_stops_the_clients_own_cashback_too(cast: Family) -> None:
    Partner.objects.filter(id=cast.ida.id).update(client_shares={"*": "0.5"})
    flag = held(cast, holds_everybody=True)
    earn(cast.clara)
    assert services.settle_all_due() == 0
    Flag.objects.filter(id=flag.id).update(holds_everybody=False)
    assert services.settle_all_due() == 3  # Clara, Ivan and Iris; Ida's part stays
    assert ledger.balance(f"client:{cast.clara.number}:wallet:USD").posted.plain() == "5.00"
    assert wallet(cast.ida) == "0.00"
