"""CPA: every condition with its value, target and deadline, and what became of it; the effect of a move before it is made."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from atrium.kernel import clock
from tenants.clients.models import Client
from tenants.payments.models import Deposit
from tenants.rebates import cpa, moving, services
from tenants.rebates.models import Line, Plan
from tests.ibs.people import Family, client, family
from tests.rebates.market import account, deal

pytestmark = pytest.mark.usefixtures("in_acme")
D = Decimal
FIRST = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def cast(in_acme: Any) -> Family:
    return family()


def plan(**facts: Any) -> Plan:
    document = {
        "base": {"type": "cpa", "min_first_deposit": "200", "min_lots": "2", "within_days": 30},
        "distribution": {"kind": "levels", "rates": ["300"]},
        "currency": "USD",
        **facts,
    }
    return Plan.objects.create(
        code="cpa", name="CPA 300", document=document, status="published", published_at=FIRST
    )


def deposit(of: Client, minor: int, at: datetime = FIRST) -> Deposit:
    return Deposit.objects.create(
        client=of, client_number=of.number, amount_minor=minor, currency="USD", state="settled", received_minor=minor,
        received_currency="USD", connection_id=uuid.uuid4(),
        psp_code="x", key=str(uuid.uuid4()), created_at=at, finished_at=at,
    )  # fmt: skip


def seen(cast: Family, at: datetime) -> cpa.CpaProgress:
    [row] = cpa.progress_of(cast.ida, [cast.clara], at)
    return row


def values(row: cpa.CpaProgress) -> list[tuple[str, Any, Any, int]]:
    return [(each.name, each.value, each.target, each.percent) for each in row.conditions]


def test_before_the_first_deposit_nothing_is_known_and_nothing_is_over(cast: Family) -> None:
    plan()
    row = seen(cast, FIRST)
    assert (row.state, row.deadline) == ("waiting_deposit", None)
    assert values(row) == [("first_deposit", None, D(200), 0), ("lots", None, D(2), 0)]


def test_each_condition_with_its_value_and_the_deadline(cast: Family) -> None:
    plan()
    deposit(cast.clara, 25_000)
    of = account(cast.clara)
    deal(of, batch=uuid.uuid4(), lots="5", at=FIRST - timedelta(hours=1))  # before the deposit
    deal(of, batch=uuid.uuid4(), lots="1.5", at=FIRST + timedelta(days=2))
    deal(of, batch=uuid.uuid4(), lots="9", at=FIRST + timedelta(days=30))  # the deadline itself is too late
    row = seen(cast, FIRST + timedelta(days=3))
    assert (row.state, row.deadline, row.percent) == ("in_progress", FIRST + timedelta(days=30), 87)
    assert values(row) == [("first_deposit", D("250.00"), D(200), 100), ("lots", D("1.5"), D(2), 75)]
    assert seen(cast, FIRST + timedelta(days=30)).state == "missed"
    deal(of, batch=uuid.uuid4(), lots="0.5", at=FIRST + timedelta(days=29))
    assert seen(cast, FIRST + timedelta(days=31)).state == "met"


def test_a_first_deposit_that_was_too_small_is_not_made_good(cast: Family) -> None:
    plan()
    deposit(cast.clara, 19_999)
    deposit(cast.clara, 99_999, FIRST + timedelta(days=1))
    row = seen(cast, FIRST + timedelta(days=2))
    assert (row.state, values(row)[0]) == ("missed", ("first_deposit", D("199.99"), D(200), 99))


def test_what_was_earned_is_shown_to_who_earned_it(cast: Family) -> None:
    row = plan()
    paid = deposit(cast.clara, 25_000)
    Line.objects.create(
        source_kind="event", source=f"deposit:{paid.id}", leg="0", party_kind="partner", party=str(cast.ida.number),
        plan=row, partner=cast.ida, of_client=cast.clara, level=1, amount=D(300), currency="USD", time=FIRST, due=FIRST,
        batch_id=uuid.uuid4(),
    )  # fmt: skip
    assert (seen(cast, clock.now()).state, seen(cast, clock.now()).amount) == ("earned", D(300))
    [for_ivan] = cpa.progress_of(cast.ivan, [cast.clara], FIRST)
    assert for_ivan.amount == 0


def test_only_clients_whom_a_plan_is_for_have_a_row(cast: Family) -> None:
    plan(select={"tree": [str(cast.zoe.number)]})
    assert cpa.progress_of(cast.ida, [cast.clara], FIRST) == []
    zora = client("Zora", cast.zoe)
    assert [row.client for row in cpa.progress_of(cast.zoe, [zora], clock.now())] == [zora]


def test_the_effect_of_a_move_is_what_the_same_deals_would_have_given(cast: Family) -> None:
    now = clock.now()
    batch = uuid.uuid4()
    deal(account(cast.clara), batch=batch, lots="3", at=now - timedelta(days=2))
    deal(
        account(cast.clara), batch=batch, lots="50", at=now - timedelta(days=40)
    )  # longer ago than is looked back
    services.accrue(batch_id=batch)
    lines = Line.objects.count()
    seen = moving.effect_of(partner=cast.ida, parent=cast.zoe, with_downline=True)
    assert (seen.deals, seen.of_deals, seen.why_not) == (1, 1, "")
    assert [(one.partner.name, one.before, one.after) for one in seen.differences] == [
        ("Ivan", D(12), D(0)),
        ("Zoe", D(0), D(12)),
        ("Iris", D(6), D(0)),
    ]
    assert Line.objects.count() == lines
