"""Wiring: a client that qualifies frees its held deals, and a changed deal brings plans that look back to be computed again."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.module_loading import import_string

from infra.subscriptions import SUBSCRIPTIONS
from tenants.kyc.models import Check
from tenants.outbox.types import Event
from tenants.rebates import services
from tenants.rebates.models import Late, Line
from tenants.rebates.verification import verify
from tests.ibs.people import Family, family
from tests.rebates.market import NOON, account, deal
from tests.rebates.test_bulk_runs import TIERS, plan_of
from tests.rebates.test_corrections import accrued_of, changed
from tests.rebates.test_cpa import deposit

pytestmark = pytest.mark.usefixtures("in_acme")

LATER = NOON + timedelta(days=2)


@pytest.fixture
def cast(in_acme: Any) -> Family:
    return family()


def held(cast: Family, **needs: Any) -> None:
    """A plan that wants something of the client first, and two deals that it holds."""
    plan_of(
        {
            "base": {"type": "per_lot"},
            "distribution": {"kind": "levels", "rates": ["10"]},
            "guards": {"client": {**needs, "otherwise": "held"}},
        }
    )
    of, batch = account(cast.clara), uuid.uuid4()
    for _ in range(2):
        deal(of, batch=batch)
    services.accrue(batch_id=batch)
    assert not Line.objects.exists()


def told(kind: str, cast: Family) -> None:
    """Whoever is to hear of it in this room hears of it, twice, for it may."""
    mine = [name for name in SUBSCRIPTIONS[kind] if name.startswith("tenants.rebates.")]
    assert mine, f"nobody here hears of {kind}"
    for name in (*mine, *mine):
        import_string(name)(Event(uuid.uuid4(), kind, {"client_id": str(cast.clara.id)}, LATER))


def freed(cast: Family) -> None:
    services.replay_late()
    services.replay_late()
    assert [(line.amount, line.time) for line in Line.objects.filter(partner=cast.ida)] == [
        (Decimal(10), LATER)
    ] * 2
    assert accrued_of(cast.ida) == ["20.00"]
    assert not Late.objects.exists()
    assert verify() == []


def test_a_level_that_was_decided_frees_what_was_held(cast: Family) -> None:
    held(cast, kyc_level=1)
    Check.objects.create(
        client=cast.clara, level=1, state="approved", document="passport", document_number="1", birth_date=date(1980, 1, 1),
        expires_on=date(2040, 1, 1), submitted_at=NOON, decided_at=LATER,
    )  # fmt: skip
    told("kyc.decided", cast)
    freed(cast)


def test_a_deposit_that_was_settled_frees_what_was_held(cast: Family) -> None:
    held(cast, min_net_deposit="100")
    deposit(cast.clara, 10_000, LATER)
    told("deposit.settled", cast)
    freed(cast)


def test_one_that_still_does_not_qualify_frees_nothing(cast: Family) -> None:
    held(cast, min_net_deposit="100")
    told("deposit.settled", cast)
    services.replay_late()
    assert not Line.objects.exists()


def test_a_changed_deal_moves_the_tier_of_those_after_it(cast: Family) -> None:
    """1 a lot up to two lots, then 10. The first of three becomes two lots: the others are paid at 10."""
    plan_of(TIERS)
    of = account(cast.clara)
    rows = []
    for hours in range(3):
        batch = uuid.uuid4()
        rows.append(deal(of, batch=batch, at=NOON + timedelta(hours=hours)))
        services.accrue(batch_id=batch)
    assert accrued_of(cast.ida) == ["12.00"]
    changed(rows[0], lots="2", closed_lots="2")
    services.correct_deals(deal_ids=[rows[0].id])
    assert Late.objects.exists()
    services.replay_late()
    standing = {
        line.deal_id: line.amount
        for line in Line.objects.order_by("generation")
        if line.reason != "correction"
    }
    assert [standing[row.id] for row in rows] == [2, 10, 10]
    assert accrued_of(cast.ida) == ["22.00"]
    services.correct_deals(deal_ids=[rows[0].id])
    services.replay_late()
    assert accrued_of(cast.ida) == ["22.00"]
    assert verify() == []
