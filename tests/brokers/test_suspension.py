"""A suspended broker says so everywhere and starts no new work; what is under way may finish."""

from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from celery.exceptions import Reject

from atrium.brokers import services
from atrium.kernel import tenancy
from atrium.kernel.errors import NotFound, Refused
from atrium.kernel.tasks import BrokerTask

REASON = "Unpaid since March."


@pytest.fixture
def suspended(db, acme):
    from atrium.brokers import selectors

    services.suspend(acme.broker_id, reason=REASON)
    selectors.forget_houses()  # a test's transaction never commits
    yield acme
    selectors.forget_houses()


@pytest.mark.parametrize("surface", ["staff", "client", "ib", "api"])
def test_each_surface_says_that_the_broker_is_suspended_and_why(suspended, browse, surface):
    answer = browse(suspended, surface).get("/account/login/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "3600"
    assert REASON in answer.content.decode()


def test_the_neighbour_stays_open(suspended, borealis, browse):
    assert browse(borealis, "staff").get("/account/login/").status_code == 200


class Work(BrokerTask):
    name = "tests.work"

    def run(self, ran):
        ran.append(tenancy.current_schema())


class Payment(Work):
    name = "tests.payment"
    suspended_ok = True


def arrive(task, house, *args):
    """As a worker calls it: the broker stands in the message's headers."""
    from infra.celery import app

    task.bind(app)
    task.push_request(atrium_schema=house.schema)
    try:
        task(*args)
    finally:
        task.pop_request()


def test_a_task_of_a_suspended_broker_is_refused(suspended):
    ran = []
    with pytest.raises(Reject, match="acme is suspended"):
        arrive(Work(), suspended, ran)
    assert ran == []


def test_money_under_way_finishes_though_the_broker_is_suspended(suspended):
    ran = []
    arrive(Payment(), suspended, ran)
    assert ran == [suspended.schema]


@pytest.fixture
def knock(monkeypatch):
    """What a socket at a house's desk is told, with a cookie that is known there, and how often it is let in."""
    from infra import sockets

    # Run in this thread, which sees the test's open transaction, and closing no connection.
    monkeypatch.setattr(sockets, "database_sync_to_async", sync_to_async)
    user = SimpleNamespace(realm="staff", id="1", name="Ada")
    monkeypatch.setattr(sockets, "_login_of_cookie", lambda *_: (user, None))
    return lambda house: _knock(sockets.house_of_socket, house)


def _knock(door, house):
    told, let_in = [], []

    async def send(message):
        told.append(message)

    async def inside(scope, receive, send):
        let_in.append(scope["headers"])

    host = f"desk.{house.slug}.localhost".encode()
    headers = [(b"host", host), (b"origin", b"http://" + host)]
    async_to_sync(door(inside))({"headers": headers}, None, send)
    return told, len(let_in)


def test_a_socket_of_a_suspended_broker_is_refused_before_it_opens(suspended, borealis, knock):
    assert knock(suspended) == ([{"type": "websocket.close", "code": 4404}], 0)
    assert knock(borealis) == ([], 1)


def test_a_resumed_broker_is_open_again(suspended, browse):
    from atrium.brokers import selectors

    services.resume(suspended.broker_id)
    selectors.forget_houses()
    assert browse(suspended, "staff").get("/account/login/").status_code == 200


def test_a_suspension_needs_a_reason(db, acme):
    with pytest.raises(Refused, match="needs a reason"):
        services.suspend(acme.broker_id, reason="  ")


def test_suspending_twice_keeps_the_first_reason(suspended):
    services.suspend(suspended.broker_id, reason="Another.")
    from atrium.brokers.models import Broker

    with tenancy.public():
        assert Broker.objects.get(id=suspended.broker_id).suspended_reason == REASON


def test_the_vendor_is_no_broker_to_suspend(db, vendor):
    with pytest.raises(NotFound):
        services.suspend(vendor.broker_id, reason="By mistake.")
