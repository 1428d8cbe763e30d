"""A server edits or cancels a deal after its rebates were accrued: the difference is posted, and history stays."""

import uuid
from decimal import Decimal
from typing import Any

import pytest

from atrium.kernel.errors import Refused
from tenants.ledger import selectors as ledger
from tenants.outbox.models import Event
from tenants.rebates import services
from tenants.rebates.models import Line
from tenants.rebates.selectors import trace_of
from tenants.rebates.verification import verify
from tenants.trading.models import Deal, DealChange
from tests.ibs.people import Family, family
from tests.rebates.market import NOON, account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def cast(in_acme: Any) -> Family:
    services.create_default_plan(kind="levels", currency="USD")
    return family()


def accrued(cast: Family, lots: str = "1") -> Deal:
    batch = uuid.uuid4()
    row = deal(account(cast.clara), batch=batch, lots=lots)
    services.accrue(batch_id=batch)
    return row


def changed(row: Deal, **facts: str) -> None:
    """What the server says of the deal now."""
    now = {
        "action": row.action, "entry": row.entry, "symbol": row.symbol, "lots": str(row.lots),
        "closed_lots": str(row.closed_lots), "price": str(row.price), "position_price": "0", "profit": str(row.profit),
        "commission": str(row.commission), "swap": "0", "fee": "0", "contract_size": str(row.contract_size),
        "time": row.time.isoformat(),
    }  # fmt: skip
    DealChange.objects.create(deal=row, facts={**now, **facts}, digest=uuid.uuid4().hex, seen_at=NOON)


def accrued_of(*partners: Any) -> list[str]:
    return [ledger.balance(f"ib:{each.number}:rebates_accrued:USD").posted.plain() for each in partners]


def lines_of(partner: Any) -> list[tuple[int, str, str]]:
    rows = Line.objects.filter(partner=partner).order_by("generation")
    return [(row.generation, f"{row.amount.normalize():f}", row.reason) for row in rows]


def test_an_edited_deal_is_reversed_and_accrued_as_it_is_now(cast: Family) -> None:
    row = accrued(cast, lots="1")
    changed(row, lots="0.4", closed_lots="0.4")
    result = services.correct_deals(deal_ids=[row.id])
    assert (result.reversed, result.lines) == (3, 6)
    assert lines_of(cast.ida) == [(0, "10", ""), (1, "-10", "correction"), (2, "4", "")]
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["4.00", "1.60", "0.80"]
    assert verify() == []


def test_a_cancelled_deal_takes_everything_back(cast: Family) -> None:
    row = accrued(cast)
    changed(row, action="sell_cancelled")
    services.correct_deals(deal_ids=[row.id])
    assert lines_of(cast.ida) == [(0, "10", ""), (1, "-10", "correction")]
    assert accrued_of(cast.ida, cast.ivan, cast.iris) == ["0.00", "0.00", "0.00"]
    assert ledger.balance("expense:rebates:USD").posted.plain() == "0.00"
    assert verify() == []


def test_told_again_it_corrects_nothing_more(cast: Family) -> None:
    row = accrued(cast)
    changed(row, lots="2", closed_lots="2")
    services.correct_deals(deal_ids=[row.id])
    again = services.correct_deals(deal_ids=[row.id])
    assert (again.lines, Line.objects.count()) == (0, 9)
    assert accrued_of(cast.ida) == ["20.00"]


def test_a_deal_that_came_back_is_accrued_in_a_later_generation(cast: Family) -> None:
    row = accrued(cast)
    for action in ("sell_cancelled", "sell"):
        changed(row, action=action)
        services.correct_deals(deal_ids=[row.id])
    assert lines_of(cast.ida) == [(0, "10", ""), (1, "-10", "correction"), (2, "10", "")]
    assert accrued_of(cast.ida) == ["10.00"]
    assert verify() == []


def test_a_change_that_changes_no_rebate_adds_no_line(cast: Family) -> None:
    row = accrued(cast)
    changed(row, profit="1.00")
    assert services.correct_deals(deal_ids=[row.id]).lines == 0
    assert Event.objects.filter(kind="rebates.accrued").count() == 1


def test_a_deal_that_was_changed_before_it_was_accrued_accrues_as_it_is_now(cast: Family) -> None:
    batch = uuid.uuid4()
    row, cancelled = (deal(account(cast.clara), batch=batch) for _ in range(2))
    changed(row, lots="0.1", closed_lots="0.1")
    changed(cancelled, action="sell_cancelled")
    assert services.correct_deals(deal_ids=[row.id, cancelled.id]).lines == 0
    services.accrue(batch_id=batch)
    assert lines_of(cast.ida) == [(0, "1", "")]


def test_a_changed_deal_that_cannot_be_computed_keeps_its_rebates(cast: Family) -> None:
    row = accrued(cast)
    changed(row, symbol="UNHEARD")
    with pytest.raises(Refused, match="Its rebates stay as they are"):
        services.correct_deals(deal_ids=[row.id])
    assert lines_of(cast.ida) == [(0, "10", "")]


def test_what_was_paid_is_netted_from_what_comes_next(cast: Family) -> None:
    first = accrued(cast)
    services.settle_due(partner_id=cast.ida.id)
    changed(first, action="sell_cancelled")
    services.correct_deals(deal_ids=[first.id])
    assert accrued_of(cast.ida) == ["-10.00"]
    accrued(cast, lots="1.5")
    services.settle_due(partner_id=cast.ida.id)
    wallet = ledger.balance(f"ib:{cast.ida.number}:wallet:USD").posted
    assert (wallet.plain(), accrued_of(cast.ida)) == ("15.00", ["0.00"])
    assert verify() == []


def test_a_reversing_line_names_what_it_takes_back(cast: Family) -> None:
    row = accrued(cast)
    changed(row, action="sell_cancelled")
    services.correct_deals(deal_ids=[row.id])
    line = Line.objects.get(partner=cast.ida, generation=1)
    assert trace_of(line) == [
        {
            "step": 12,
            "rule": "reverse",
            "in": {"of": f"{line.source} generation 0", "amount": "10"},
            "out": "-10",
        }
    ]
    assert line.lots == Decimal(-1)
