"""Subscribers that hear many events at once: in one call, in their order, each delivery still told until it worked."""

import uuid
from collections.abc import Iterator, Sequence

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from atrium.kernel import actor
from tenants.outbox import registry, services, together
from tenants.outbox.models import Delivery
from tenants.outbox.types import Event, Together

from . import listeners
from .conftest import FAIL, LISTEN

pytestmark = pytest.mark.usefixtures("in_acme")


class Many:
    """Notes each call; refuses whatever bears a lead of `poison`."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, list[str]]] = []
        self.poison: set[str] = set()

    def __call__(self, events: Sequence[Event]) -> None:
        told = [event.payload["lead_id"] for event in events]
        self.calls.append((actor.current().label, told))
        if self.poison & set(told):
            raise ConnectionError("this one cannot be told")


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Many:
    found = Many()
    monkeypatch.setitem(registry._functions, LISTEN, Together(found, as_causer=True))
    return found


@pytest.fixture(autouse=True)
def called(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The turns that were asked for, by the seconds until they are due."""
    turns: list[float] = []
    monkeypatch.setattr(together, "call", lambda after_seconds=0.0: turns.append(after_seconds))
    cache.delete(together.BELL)
    yield turns
    cache.delete(together.BELL)


def announced(count: int, who: str = "Sam") -> list[str]:
    leads = [str(uuid.uuid4()) for _ in range(count)]
    with actor.acting(actor.Actor(kind="staff", id="1", label=who)), transaction.atomic():
        for lead_id in leads:
            services.announce("lead.created", lead_id=lead_id)
    return leads


def states() -> list[tuple[str, int]]:
    return list(Delivery.objects.order_by("id").values_list("state", "attempt"))


def test_what_waits_is_told_in_one_call_and_in_its_order(many: Many) -> None:
    leads = announced(5)
    assert together.deliver_waiting() == 5
    assert many.calls == [("Sam", leads)]
    assert states() == [("done", 1)] * 5
    assert together.deliver_waiting() == 0
    assert len(many.calls) == 1


def test_what_each_caused_is_written_as_theirs(many: Many) -> None:
    of_sam, of_rita = announced(2), announced(1, "Rita")
    together.deliver_waiting()
    assert sorted(many.calls) == [("Rita", of_rita), ("Sam", of_sam)]


def test_who_only_shows_hears_all_in_one_call_whoever_caused_it(
    many: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._functions, LISTEN, Together(many, as_causer=False))
    leads = announced(2) + announced(1, "Rita")
    together.deliver_waiting()
    assert [told for _who, told in many.calls] == [leads]


def test_one_that_cannot_be_told_holds_up_no_other_and_is_told_again(many: Many) -> None:
    leads = announced(3)
    many.poison = {leads[1]}
    together.deliver_waiting()
    assert states() == [("done", 1), ("waiting", 1), ("done", 1)]
    assert together.deliver_waiting() == 0  # its wait is not over
    many.poison.clear()
    Delivery.objects.filter(state="waiting").update(next_at="2020-01-01T00:00:00Z")
    assert together.deliver_waiting() == 1
    assert states() == [("done", 1), ("done", 2), ("done", 1)]


def test_the_others_are_not_leased_with_them(many: Many) -> None:
    with transaction.atomic():
        services.announce("both.happened", lead_id=str(uuid.uuid4()))
    assert together.deliver_waiting() == 1
    assert list(Delivery.objects.order_by("id").values_list("subscriber", "state")) == [
        (FAIL, "waiting"),
        (LISTEN, "done"),
    ]


def test_a_delivery_rung_for_by_itself_is_told_by_itself(many: Many) -> None:
    (lead_id,) = announced(1)
    assert services.deliver(Delivery.objects.get().pk) is True
    assert many.calls == [("Sam", [lead_id])]
    assert listeners.heard == []


def test_the_bell_is_hung_once_and_taken_down_only_when_nothing_waits(
    many: Many, called: list[float]
) -> None:
    announced(3)
    for commit in connection.run_on_commit:
        commit[1]()
    connection.run_on_commit.clear()
    assert called == [0.0]  # three announcements, one call

    assert together.turn() == 3
    assert called == [0.0, together.PAUSE_SECONDS]
    assert cache.get(together.BELL) == 1

    announced(1)
    together.ring()
    assert len(called) == 2  # it hangs: the next turn sees what was committed
    assert together.turn() == 1

    assert together.turn() == 0
    assert cache.get(together.BELL) is None
    together.ring()
    assert called[-1] == 0.0


def test_what_is_announced_while_the_bell_comes_down_is_still_seen(
    many: Many, monkeypatch: pytest.MonkeyPatch, called: list[float]
) -> None:
    take_down = cache.delete

    def late(key: str) -> bool:
        """Somebody commits just before, and finds the bell hanging."""
        announced(1)
        together.ring()
        return bool(take_down(key))

    cache.set(together.BELL, 1)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(cache, "delete", late)
        assert together.turn() == 1
    assert states() == [("done", 1)]
    assert called == [together.PAUSE_SECONDS]


def test_the_sweep_makes_a_lost_bell_good_with_one_call(
    many: Many, called: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[int] = []
    monkeypatch.setattr(services, "_ring", rung.append)
    announced(3)
    Delivery.objects.update(next_at="2020-01-01T00:00:00Z")
    cache.set(together.BELL, 1)  # whoever hung it is dead
    assert services.sweep() == 3
    assert (called, rung) == ([0.0], [])
    assert together.deliver_waiting() == 3


def test_a_lease_that_ended_is_told_by_itself(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    monkeypatch.setattr(services, "_ring", rung.append)
    announced(1)
    Delivery.objects.update(state="sending", attempt=1, lease_until="2020-01-01T00:00:00Z")
    services.sweep()
    assert rung == [Delivery.objects.get().pk]
    assert services.deliver(rung[0]) is True
    assert states() == [("done", 2)]
