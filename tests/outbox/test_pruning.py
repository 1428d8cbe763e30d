"""What was told long ago is forgotten; what happened, and what still waits for somebody, never."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from atrium.kernel import ids, tenancy
from infra.schedule import BEAT
from infra.settings.env import Misconfigured, read
from tenants.outbox import rules, services, tasks
from tenants.outbox.models import Delivery, Event

pytestmark = pytest.mark.usefixtures("in_acme", "rung")

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
MONTH_AGO = NOW - timedelta(days=30)


@pytest.fixture(autouse=True)
def _today(in_acme: tenancy.Tenant, borealis: tenancy.Tenant) -> Iterator[None]:
    """A day on which the houses have told nobody anything yet."""
    for house in (borealis, in_acme):
        with tenancy.entered(house):
            Delivery.objects.all().delete()
    with time_machine.travel(NOW, tick=False):
        yield


def told(days_ago: float, kind: str = "lead.created", *, deliver: bool = True) -> Delivery:
    with time_machine.travel(NOW - timedelta(days=days_ago), tick=False):
        with transaction.atomic():
            event = services.announce(kind, lead_id=uuid.uuid4())
        delivery = Delivery.objects.get(event_id=event.id)
        if deliver:
            services.deliver(delivery.pk)
    return delivery


def left() -> set[int]:
    return set(Delivery.objects.values_list("id", flat=True))


def test_deliveries_done_before_the_day_go_and_their_events_stay() -> None:
    old, fresh = told(31), told(29)
    events = Event.objects.count()
    assert services.prune(older_than=MONTH_AGO) == 1
    assert left() == {fresh.pk}
    assert Event.objects.count() == events
    assert Event.objects.filter(id=old.event_id).exists()
    assert services.prune(older_than=MONTH_AGO) == 0


def test_what_waits_is_under_way_or_was_given_up_stays_however_old() -> None:
    waiting, under_way = told(90, deliver=False), told(90, deliver=False)
    services._lease(under_way.pk)
    dead = told(90, "deposit.settled", deliver=False)
    Delivery.objects.filter(id=dead.pk).update(state="dead", attempt=rules.MAX_ATTEMPTS)
    assert services.prune(older_than=MONTH_AGO) == 0
    assert {waiting.pk, under_way.pk, dead.pk} == left()


def test_an_old_event_that_was_told_only_lately_is_kept_as_long_as_any() -> None:
    late = told(90, deliver=False)
    services.deliver(late.pk)
    assert services.prune(older_than=MONTH_AGO) == 0
    assert left() == {late.pk}


def test_it_goes_in_batches_the_oldest_first_and_leaves_the_rest_to_the_next_run() -> None:
    rows = [told(days).pk for days in (35, 34, 33, 32, 31)]
    assert services.prune(older_than=MONTH_AGO, batch=2, most_batches=2) == 4
    assert left() == {rows[-1]}
    assert services.prune(older_than=MONTH_AGO, batch=2, most_batches=2) == 1


def test_the_neighbours_deliveries_are_left_alone(borealis: tenancy.Tenant) -> None:
    with tenancy.entered(borealis):
        theirs = told(90)
    services.prune(older_than=MONTH_AGO)
    with tenancy.entered(borealis):
        assert left() == {theirs.pk}


def test_the_old_ones_are_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "Index Cond: (event_id <" in services._finished(MONTH_AGO).explain()


def test_the_job_keeps_as_long_as_the_setting_says(settings: object) -> None:
    settings.OUTBOX_KEEP_DAYS = 7  # type: ignore[attr-defined]
    told(8), told(6)
    tasks.prune.push_request(atrium_schema=tenancy.require().schema)
    try:
        tasks.prune()
    finally:
        tasks.prune.pop_request()
    assert len(left()) == 1
    assert BEAT["outbox-prune"]["args"] == ["outbox.prune"]


@pytest.mark.parametrize("days", ["0", "-1"])
def test_keeping_nothing_is_refused(monkeypatch: pytest.MonkeyPatch, days: str) -> None:
    monkeypatch.setenv("ATRIUM_OUTBOX_KEEP_DAYS", days)
    with pytest.raises(Misconfigured, match="ATRIUM_OUTBOX_KEEP_DAYS"):
        read()


def test_an_id_of_a_moment_cuts_what_was_made_before_from_what_was_made_after() -> None:
    with time_machine.travel(MONTH_AGO - timedelta(milliseconds=1), tick=False):
        before = ids.new_id()
    with time_machine.travel(MONTH_AGO, tick=False):
        after = ids.new_id()
    assert before < ids.first_id_at(MONTH_AGO) < after
