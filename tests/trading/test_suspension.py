"""A suspended broker's servers are not read. What happened there meanwhile comes in once it is resumed, each deal once."""

from collections.abc import Iterator

import pytest

from atrium.brokers import services as brokers
from atrium.kernel import tenancy
from atrium.kernel.tasks import ACTOR_HEADER, SCHEMA_HEADER
from atrium.kernel.tenancy import Tenant
from tenants.trading import tasks
from tenants.trading.models import BalanceOperation, Deal, DealChange, Server
from tenants.trading.services import run_balance_operation
from tests.simulators.mt5.process import Mt5Process
from tests.trading.floor import Floor, clara, events, furnish, make_due, on_server, open_live, until, usd
from tests.trading.test_feed import feeding, stored, trade

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def acme_floor(mt5: Mt5Process, committed: None, acme: Tenant) -> Iterator[Floor]:
    with tenancy.entered(acme):
        yield furnish(mt5)


def _sweep_as_the_worker_does(acme: Tenant) -> None:
    tasks.sweep.push_request(**{SCHEMA_HEADER: acme.schema, ACTOR_HEADER: None})
    try:
        tasks.sweep()
    finally:
        tasks.sweep.pop_request()


def test_deals_made_while_suspended_are_read_exactly_once_after_resuming(
    acme_floor: Floor, acme: Tenant
) -> None:
    account = open_live(acme_floor, clara())
    with feeding() as watch:
        before = trade(acme_floor, account)
        until(lambda: stored(before))
        brokers.suspend(acme.broker_id, reason="Unpaid since March.")
        until(lambda: watch.reading == ())
        cursor = Server.objects.get().cursor
        meanwhile = [trade(acme_floor, account) for _ in range(5)]
        acme_floor.process.tell("/modify", ticket=before, profit="60.00")
        watch.look()  # a second look finds nobody to read for either
        assert watch.reading == ()
        assert not Deal.objects.filter(ticket__in=meanwhile).exists()
        assert Server.objects.get().cursor == cursor

        brokers.resume(acme.broker_id)
        until(lambda: Deal.objects.filter(ticket__in=meanwhile).count() == 5)
        after = trade(acme_floor, account)
        until(lambda: stored(after))
        until(lambda: DealChange.objects.filter(deal__ticket=before).exists())

    closes = Deal.objects.filter(ticket__in=[before, *meanwhile, after])
    assert closes.count() == 7
    assert all(deal.opened_at and deal.account == account for deal in closes.select_related("account"))
    announced = events("deals.recorded")
    assert sum(int(str(event["count"])) for event in announced) == Deal.objects.count()


def test_money_under_way_when_the_suspension_comes_is_finished_during_it(
    acme_floor: Floor, acme: Tenant
) -> None:
    account = open_live(acme_floor, clara())
    acme_floor.process.fault("lose_answer")
    operation = run_balance_operation(account=account, money=usd("500"), key="deposit-1")
    assert operation.state == "unknown"
    brokers.suspend(acme.broker_id, reason="Unpaid since March.")

    make_due(BalanceOperation.objects.get())
    _sweep_as_the_worker_does(acme)

    assert BalanceOperation.objects.get().state == "confirmed"
    assert on_server(acme_floor, account) == ["500.00"]
