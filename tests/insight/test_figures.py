"""A person's figures are what the rooms' own tables come to, whoever asks and however often."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import clock
from atrium.kernel.money import Money
from tenants.insight import services, tasks
from tenants.insight.models import PersonFigures
from tenants.leads.models import Lead
from tenants.lists.registry import definition_of
from tenants.lists.selectors import run
from tenants.outbox.models import Event as Announced
from tenants.outbox.types import Event
from tenants.payments.models import Deposit, Withdrawal
from tenants.payments.selectors import net_paid_in
from tests.ibs import people
from tests.portals.people import paid_in, staff
from tests.rebates import market

pytestmark = pytest.mark.usefixtures("in_acme")
PAID_AT = clock.now() - timedelta(days=3)


def deposit(client: Any, minor: int, *, state: str = "settled", currency: str = "USD") -> None:
    Deposit.objects.create(
        client=client, client_number=client.number, amount_minor=minor, currency=currency, state=state,
        received_minor=minor, received_currency=currency, connection_id=uuid.uuid4(), psp_code="stripe", key=str(uuid.uuid4()),
        created_at=PAID_AT, finished_at=PAID_AT,
    )  # fmt: skip


def payout(client: Any, minor: int, state: str) -> None:
    Withdrawal.objects.create(
        party_kind="client", party_id=client.id, party_number=client.number, amount_minor=minor, currency="USD", state=state,
        connection_id=uuid.uuid4(), psp_code="stripe", destination="bank", requested_by=uuid.uuid4(),
        key=str(uuid.uuid4()), requested_at=PAID_AT,
    )  # fmt: skip


def figures_of(client: Any) -> PersonFigures:
    services.refresh([client.lead_id])
    return PersonFigures.objects.get(lead_id=client.lead_id)


def test_only_money_that_arrived_counts() -> None:
    clara = people.client("Clara")
    deposit(clara, 50_000)
    deposit(clara, 25_050)
    deposit(clara, 99_900, state="review")
    deposit(clara, 1_000, currency="EUR")
    payout(clara, 20_000, "paid")
    payout(clara, 5_000, "requested")
    found = figures_of(clara)
    assert (found.deposits, found.deposit_count, found.withdrawals) == (Decimal("750.50"), 2, Decimal(200))
    assert found.first_deposit_at == PAID_AT
    assert net_paid_in(clara) == Money(55_050, "USD")
    assert net_paid_in(people.client("Cleo")) == Money(0, "USD")
    assert (found.client_id, found.client_number, found.currency) == (clara.id, clara.number, "USD")


def test_pages_are_told_whose_figures_changed_and_of_nobody_else() -> None:
    clara, otto = people.client("Clara"), people.client("Otto")
    services.refresh([clara.lead_id, otto.lead_id])
    told = Announced.objects.filter(kind="figures.changed")
    told.delete()  # they are new: that was told as such
    deposit(clara, 50_000)
    services.refresh([clara.lead_id, otto.lead_id])
    services.refresh([clara.lead_id, otto.lead_id])
    assert [event.payload for event in told] == [{"lead_ids": [str(clara.lead_id)]}]


def test_wallet_and_deals_make_the_equity() -> None:
    clara = people.client("Clara")
    paid_in(clara, 50_000)
    account = market.account(clara)
    market.deal(account, batch=uuid.uuid4())
    found = figures_of(clara)
    assert found.balance == Decimal(500)
    assert found.accounts == 1
    assert found.lots > 0
    assert found.equity == found.balance + found.result
    assert found.last_deal_at is not None


def test_told_twice_nothing_changes() -> None:
    clara = people.client("Clara")
    deposit(clara, 50_000)
    assert services.refresh([clara.lead_id]) == 1
    assert services.refresh([clara.lead_id]) == 0


def test_an_event_refreshes_those_it_names_and_nobody_else() -> None:
    clara, boris = people.client("Clara"), people.client("Boris")
    for payload in (
        {"client_id": str(clara.id)},
        {"lead_ids": [str(clara.lead_id)]},
        {"lead_id": str(clara.lead_id)},
    ):
        PersonFigures.objects.all().delete()
        tasks.refresh(Event(id=uuid.uuid4(), kind="any", payload=payload, at=clock.now()))
        assert list(PersonFigures.objects.values_list("lead_id", flat=True)) == [clara.lead_id]
    assert boris.lead_id != clara.lead_id


def test_a_batch_of_deals_refreshes_its_traders() -> None:
    clara = people.client("Clara")
    batch = uuid.uuid4()
    market.deal(market.account(clara), batch=batch)
    PersonFigures.objects.all().delete()
    tasks.refresh(
        Event(id=uuid.uuid4(), kind="deals.recorded", payload={"batch_id": str(batch)}, at=clock.now())
    )
    assert PersonFigures.objects.get().lots > 0


def test_the_nightly_repair_finds_what_no_event_told() -> None:
    clara = people.client("Clara")
    services.rebuild()
    PersonFigures.objects.filter(lead_id=clara.lead_id).update(deposits=Decimal(7))
    deposit(people.client("Boris"), 1_000)
    assert services.rebuild() == 2  # Clara's was wrong, Boris had none
    assert services.rebuild() == 0
    assert PersonFigures.objects.get(lead_id=clara.lead_id).deposits == 0


def test_names_are_put_in_order_without_accents() -> None:
    for name in ("Zoe", "Élodie", "anna"):
        people.client(name)
    services.rebuild()
    keys = PersonFigures.objects.order_by("name_key").values_list("name_key", flat=True)
    assert [key.split()[0] for key in keys] == ["anna", "elodie", "zoe"]


def test_whose_a_person_is_stands_in_the_figures_whichever_way_it_changed() -> None:
    clara, boris = people.client("Clara"), people.client("Boris")
    ada, otto = staff("Ada", "Sales").member, staff("Otto", "Sales").member
    Lead.objects.update(assigned_to=None)
    Lead.objects.filter(id=clara.lead_id).update(assigned_to=ada)
    services.rebuild()
    assert managers(clara, boris) == [ada.id, None]
    Lead.objects.update(assigned_to=otto)
    assert managers(clara, boris) == [otto.id, otto.id]
    Lead.objects.filter(id=boris.lead_id).update(assigned_to=None)
    assert managers(clara, boris) == [otto.id, None]


def test_one_managers_people_in_an_order_of_figures_are_walked_without_meeting_others() -> None:
    ada = staff("Ada", "Sales").member
    viewer = staff("Vera", "Administrator").member
    clara = people.client("Clara")
    Lead.objects.filter(id=clara.lead_id).update(assigned_to=ada)
    services.rebuild()
    document = {"all": [{"field": "manager", "is": str(ada.id)}]}
    with CaptureQueriesContext(connection) as asked:
        page = run(definition_of("clients"), viewer, document=document, sort="-last_login")
    assert [row.name for row in page.rows] == ["Clara"]
    (listed,) = [one["sql"] for one in asked if "last_login_at" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("EXPLAIN " + listed)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "insight_person_last_login_at" in plan
    assert f"Index Cond: (manager_id = '{ada.id}'::uuid)" in plan


def managers(*clients: Any) -> list[Any]:
    kept = dict(PersonFigures.objects.values_list("lead_id", "manager_id"))
    return [kept[client.lead_id] for client in clients]
