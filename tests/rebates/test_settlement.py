"""Due rebates reach the wallet by the partner's calendar and threshold, to the minor unit, once."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from atrium.kernel.errors import NotFound
from tenants.ibs.models import Partner
from tenants.ledger import selectors as ledger
from tenants.rebates import services
from tenants.rebates.models import Settlement
from tenants.rebates.verification import verify
from tests.ibs.people import Family, family
from tests.rebates.market import NOON, account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def cast(in_acme: Any) -> Family:
    return family()


def earn(cast: Family, lots: str = "1", at: datetime = NOON) -> None:
    batch = uuid.uuid4()
    deal(account(cast.clara), batch=batch, lots=lots, at=at)
    services.accrue(batch_id=batch)


def wallet(partner: Partner) -> str:
    return ledger.balance(f"ib:{partner.number}:wallet:USD").posted.plain()


def accrued(partner: Partner) -> str:
    return ledger.balance(f"ib:{partner.number}:rebates_accrued:USD").posted.plain()


def test_due_rebates_move_to_the_wallet_once(cast: Family) -> None:
    earn(cast)
    moved = services.settle_due(partner_id=cast.ida.id)
    assert str(moved) == "10.00 USD"
    assert services.settle_due(partner_id=cast.ida.id) is None
    assert (wallet(cast.ida), accrued(cast.ida)) == ("10.00", "0.00")
    assert (wallet(cast.ivan), accrued(cast.ivan)) == ("0.00", "4.00")
    assert Settlement.objects.count() == 1
    assert verify() == []


def test_everybody_is_settled_by_the_clock(cast: Family) -> None:
    earn(cast)
    assert services.settle_all_due() == 3
    assert services.settle_all_due() == 0
    assert [wallet(each) for each in (cast.ida, cast.ivan, cast.iris)] == ["10.00", "4.00", "2.00"]


def test_a_residue_below_the_minor_unit_stays_accrued(cast: Family) -> None:
    earn(cast, lots="0.0007")  # 0.0070 for Ida: one cent is posted and paid
    services.settle_due(partner_id=cast.ida.id)
    earn(cast, lots="0.0007")  # 0.0140 together: still one cent
    assert services.settle_due(partner_id=cast.ida.id) is None
    earn(cast, lots="0.0007")  # 0.0210: two
    services.settle_due(partner_id=cast.ida.id)
    assert (wallet(cast.ida), accrued(cast.ida)) == ("0.02", "0.00")
    assert verify() == []


def test_nothing_moves_below_the_threshold(cast: Family) -> None:
    Partner.objects.filter(id=cast.ida.id).update(payout_minimum_minor=1500)
    earn(cast)
    assert services.settle_due(partner_id=cast.ida.id) is None
    assert (wallet(cast.ida), accrued(cast.ida)) == ("0.00", "10.00")
    earn(cast)
    assert str(services.settle_due(partner_id=cast.ida.id)) == "20.00 USD"


def test_a_weekly_partner_is_paid_from_monday_on(cast: Family) -> None:
    Partner.objects.filter(id=cast.ida.id).update(payout_schedule="weekly")
    earn(cast)  # a Tuesday
    monday = datetime(2026, 3, 16, tzinfo=UTC)
    assert services.settle_due(partner_id=cast.ida.id, at=monday - timedelta(seconds=1)) is None
    assert str(services.settle_due(partner_id=cast.ida.id, at=monday)) == "10.00 USD"


def test_an_unknown_partner_is_not_found(cast: Family) -> None:
    with pytest.raises(NotFound):
        services.settle_due(partner_id=uuid.uuid4())
