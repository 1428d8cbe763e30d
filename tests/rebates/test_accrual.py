"""A batch of deals becomes lines and one exact posting; told again it adds nothing."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test.utils import CaptureQueriesContext

from tenants.ibs import services as ibs
from tenants.ledger import selectors as ledger
from tenants.outbox.models import Event
from tenants.rates.services import record_rate
from tenants.rebates import services
from tenants.rebates.models import Line, Plan, Posting, Waiting
from tenants.rebates.services.plans import GAP
from tenants.rebates.verification import verify
from tests.ibs.people import BEGINNING, Family, client, family, partner
from tests.rebates.market import NOON, account, deal

pytestmark = pytest.mark.usefixtures("in_acme")

SECOND = timedelta(seconds=1)


@pytest.fixture
def cast(in_acme: Any) -> Family:
    services.create_default_plan(kind="levels", currency="USD")
    return family()


def accrued_of(*partners: Any) -> list[str]:
    return [ledger.balance(f"ib:{each.number}:rebates_accrued:USD").posted.plain() for each in partners]


def amounts() -> list[tuple[str, int | None, str, str]]:
    rows = Line.objects.order_by("id").select_related("partner")
    return [(str(row.partner), row.level, f"{row.amount.normalize():f}", row.reason) for row in rows]


def test_three_levels_earn_ten_four_and_two_a_lot(cast: Family) -> None:
    batch = uuid.uuid4()
    deal(account(cast.clara), batch=batch)
    result = services.accrue(batch_id=batch)
    assert amounts() == [("Ida", 1, "10", ""), ("Ivan", 2, "4", ""), ("Iris", 3, "2", "")]
    assert accrued_of(cast.ida, cast.ivan, cast.iris, cast.zoe) == ["10.00", "4.00", "2.00", "0.00"]
    assert ledger.balance("expense:rebates:USD").posted.plain() == "-16.00"
    assert (result.lines, set(result.partner_ids), result.waiting) == (
        3,
        {cast.ida.id, cast.ivan.id, cast.iris.id},
        0,
    )
    assert verify() == []


def test_a_batch_told_again_adds_nothing(cast: Family) -> None:
    batch = uuid.uuid4()
    deal(account(cast.clara), batch=batch)
    services.accrue(batch_id=batch)
    again = services.accrue(batch_id=batch)
    assert (again.lines, again.partner_ids) == (0, ())
    assert Line.objects.count() == 3
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["10.00", "4.00", "2.00"]
    assert Event.objects.filter(kind="rebates.accrued").count() == 1


def test_a_batch_that_grew_accrues_only_what_is_new(cast: Family) -> None:
    batch = uuid.uuid4()
    of = account(cast.clara)
    deal(of, batch=batch)
    services.accrue(batch_id=batch)
    deal(of, batch=batch, lots="0.5")
    assert services.accrue(batch_id=batch).lines == 3
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["15.00", "6.00", "3.00"]
    assert verify() == []


def test_the_ledger_holds_the_half_even_sum_of_all_lines(cast: Family) -> None:
    """0.0005 lot pays half a cent: the first rounds down to 0.00, with the second it is exactly 0.01."""
    of = account(cast.clara)
    expected = ["0.00", "0.01", "0.02", "0.02", "0.02"]
    for posted in expected:
        batch = uuid.uuid4()
        deal(of, batch=batch, lots="0.0005")
        services.accrue(batch_id=batch)
        assert accrued_of(cast.ida) == [posted]
        assert verify() == []
    assert {line.amount for line in Line.objects.filter(partner=cast.ida)} == {Decimal("0.005")}


def test_a_posting_is_remembered_for_each_batch_and_party(cast: Family) -> None:
    batch = uuid.uuid4()
    deal(account(cast.clara), batch=batch)
    services.accrue(batch_id=batch)
    rows = Posting.objects.filter(batch_id=batch).order_by("party_number")
    assert [(row.party_number, row.amount_minor) for row in rows] == [
        (cast.iris.number, 200),
        (cast.ivan.number, 400),
        (cast.ida.number, 1000),
    ]
    assert len({row.transaction_id for row in rows}) == 1


def test_moving_an_ib_at_noon_changes_no_morning(cast: Family) -> None:
    of, batch = account(cast.clara), uuid.uuid4()
    morning = deal(of, batch=batch, at=NOON - SECOND)
    noon = deal(of, batch=batch, at=NOON)
    ibs.set_parent(partner_id=cast.ida.id, parent_id=cast.zoe.id, at=NOON)
    services.accrue(batch_id=batch)
    earned = {(line.deal_id, str(line.partner)): line.amount for line in Line.objects.all()}
    assert earned == {
        (morning.id, "Ida"): 10,
        (morning.id, "Ivan"): 4,
        (morning.id, "Iris"): 2,
        (noon.id, "Ida"): 10,
        (noon.id, "Zoe"): 4,
    }


def test_a_client_who_changes_hands_is_attributed_by_the_second(cast: Family) -> None:
    of, batch = account(cast.clara), uuid.uuid4()
    deal(of, batch=batch, at=NOON - SECOND)
    deal(of, batch=batch, at=NOON)
    ibs.attribute_client(client_id=cast.clara.id, partner_id=cast.zoe.id, at=NOON)
    services.accrue(batch_id=batch)
    assert accrued_of(cast.ida, cast.zoe) == ["10.00", "10.00"]


def test_rank_and_status_are_read_as_of_the_deal(cast: Family) -> None:
    of, batch = account(cast.clara), uuid.uuid4()
    deal(of, batch=batch, at=NOON - SECOND)
    deal(of, batch=batch, at=NOON)
    ibs.set_status(partner_id=cast.ivan.id, status="suspended", reason="Papers are missing", at=NOON)
    services.accrue(batch_id=batch)
    lines = Line.objects.filter(partner=cast.ivan).order_by("time")
    assert [(line.amount, line.reason) for line in lines] == [(Decimal(4), ""), (Decimal(0), "suspended")]


def test_a_deal_that_no_plan_matches_has_a_zero_line_with_a_reason(cast: Family) -> None:
    services.end_plan(plan_id=Plan.objects.get().id)
    batch = uuid.uuid4()
    later = deal(account(cast.clara), batch=batch, at=NOON + timedelta(days=3650))
    services.accrue(batch_id=batch)
    line = Line.objects.get()
    assert (line.deal_id, line.amount, line.reason, line.plan) == (later.id, Decimal(0), "no_plan", None)
    assert line.partner == cast.ida
    assert Posting.objects.count() == 0


def test_a_client_nobody_brought_has_a_zero_line_and_no_posting(cast: Family) -> None:
    batch = uuid.uuid4()
    deal(account(client("Boris")), batch=batch)
    services.accrue(batch_id=batch)
    assert [(line.reason, line.partner, line.party) for line in Line.objects.all()] == [
        ("no_partner", None, "")
    ]
    assert Posting.objects.count() == 0


def test_only_what_closes_a_position_of_a_live_account_earns(cast: Family) -> None:
    batch, of = uuid.uuid4(), account(cast.clara)
    deal(of, batch=batch, entry="in")
    deal(account(cast.clara, kind="demo"), batch=batch)
    deal(None, batch=batch)
    assert services.accrue(batch_id=batch).lines == 0
    assert Line.objects.count() == 0
    deal(of, batch=batch, entry="out_by")
    assert services.accrue(batch_id=batch).lines == 3


def test_a_deal_attached_to_its_account_later_is_accrued_then(cast: Family) -> None:
    batch, of = uuid.uuid4(), account(cast.clara)
    stray = deal(None, batch=batch, login=of.login)
    services.accrue(batch_id=batch)
    type(stray).objects.filter(id=stray.id).update(account=of)
    services.accrue(batch_id=batch)
    assert accrued_of(cast.ida) == ["10.00"]


def test_a_reversal_pays_only_the_closed_part(cast: Family) -> None:
    batch = uuid.uuid4()
    deal(account(cast.clara), batch=batch, lots="3", entry="in_out", closed_lots=Decimal(1))
    services.accrue(batch_id=batch)
    assert accrued_of(cast.ida) == ["10.00"]


def test_cent_accounts_count_in_standard_lots(cast: Family) -> None:
    batch = uuid.uuid4()
    deal(account(cast.clara, factor="0.01"), batch=batch, lots="50")
    services.accrue(batch_id=batch)
    assert accrued_of(cast.ida) == ["5.00"]


def test_a_deal_whose_opening_is_unknown_waits_and_is_not_lost(cast: Family) -> None:
    batch, of = uuid.uuid4(), account(cast.clara)
    blind = deal(of, batch=batch, opened_at=None, open_price=None)
    deal(of, batch=batch)
    assert services.accrue(batch_id=batch).waiting == 1
    assert accrued_of(cast.ida) == ["10.00"]
    assert Waiting.objects.get().deal_id == blind.id
    opened = {"opened_at": NOON - timedelta(hours=1), "open_price": Decimal("1.1")}
    type(blind).objects.filter(id=blind.id).update(**opened)
    assert services.accrue_waiting().lines == 3
    assert accrued_of(cast.ida) == ["20.00"]
    assert Waiting.objects.count() == 0


def test_a_missing_exchange_rate_holds_up_its_own_deal_only() -> None:
    gap = {**GAP, "currency": "EUR"}
    draft = services.draft_plan(code="gap", name="Pips by rank", document=gap)
    services.publish_plan(plan_id=draft.id, valid_from=BEGINNING)
    top = partner("Tia", currency="EUR")
    of, batch = account(client("Tom", top)), uuid.uuid4()
    record_rate(base="EUR", quote="USD", rate=Decimal("1.25"), at=BEGINNING)
    deal(of, batch=batch)
    yen = deal(of, batch=batch, symbol="USDJPY")
    assert services.accrue(batch_id=batch).waiting == 1
    assert "JPY" in Waiting.objects.get(deal_id=yen.id).reason
    record_rate(base="USD", quote="JPY", rate=Decimal(160), at=BEGINNING)
    services.accrue_waiting()
    lines = Line.objects.filter(partner=top, plan__code="gap").order_by("id")
    assert [line.amount for line in lines] == [Decimal("3.2"), Decimal("2")]
    assert verify() == []


def test_queries_do_not_grow_with_the_batch(cast: Family) -> None:
    from django.db import connection

    of = account(cast.clara)

    def queries(deals: int) -> int:
        batch = uuid.uuid4()
        for _ in range(deals):
            deal(of, batch=batch)
        with CaptureQueriesContext(connection) as captured:
            services.accrue(batch_id=batch)
        return len(captured)

    queries(1)
    assert queries(2) == queries(40)


@pytest.mark.parametrize(
    "statement", ["UPDATE rebates_line SET amount = 0", "DELETE FROM rebates_line", "TRUNCATE rebates_line"]
)
def test_lines_are_never_changed_or_removed(cast: Family, statement: str) -> None:
    from django.db import connection

    batch = uuid.uuid4()
    deal(account(cast.clara), batch=batch)
    services.accrue(batch_id=batch)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Line.objects.filter(amount=10).count() == 1
