"""Long work ends once, whatever dies in between."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Conflict, NotFound
from tenants.activity.models import Entry
from tenants.jobs import rules, services
from tenants.jobs.models import Job, Progress
from tenants.jobs.services import leasing
from tenants.jobs.services import running as turns
from tenants.jobs.types import LeaseLost, TurnOver
from tenants.notifications.models import Notification
from tenants.outbox.models import Event
from tenants.staff.models import Member
from tenants.staff.services import add_member

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def sam(acme: Any) -> Any:
    with tenancy.entered(acme):
        yield add_member(email="sam@acme.example", name="Sam", role="Sales manager")


def begun(by: Member, kind: str = "test.notes", lines: int = 50) -> Job:
    return services.start(kind=kind, params={"lines": lines}, by=by, title="Fifty notes")


def notes_per_line() -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in Entry.objects.filter(subject_kind="test").values_list("text", flat=True):
        counts[text] = counts.get(text, 0) + 1
    return counts


def test_it_rings_when_the_start_is_committed_and_not_before(sam: Member, rung: list[Any]) -> None:
    with transaction.atomic():
        job = begun(sam)
        assert rung == []
    assert rung == [job.id]


def test_it_runs_to_its_end_tells_and_keeps_its_file(sam: Member, rung: list[Any]) -> None:
    job = services.work_off(begun(sam))
    assert (job.state, job.result_text, job.output_name) == ("done", "50 notes written.", "notes.txt")
    assert notes_per_line() == {str(line): 1 for line in range(50)}
    ended = Event.objects.get(kind="job.ended")
    assert ended.payload == {"job_id": str(job.id), "state": "done"}
    for _ in range(2):
        services.tell_ended(ended.as_value())
    bell = Notification.objects.get(user=sam.user)
    assert (bell.title, bell.url) == ("Done: Fifty notes", f"/jobs/{job.id}/")


@pytest.mark.parametrize("at", ["before:20", "after:20", "before:0", "after:40"])
def test_a_killed_worker_is_followed_and_nothing_is_done_twice(
    at: str, acme: Any, sam: Member, rung: list[Any], die: Callable[..., int], lease_ends: Callable[..., None]
) -> None:
    job = begun(sam)
    assert die(acme.slug, job, at) == -9
    rung.clear()
    assert services.sweep() == 0, "its lease has not ended: it may be alive"
    assert services.run(job.id) is False
    lease_ends(job)
    assert services.sweep() == 1
    assert rung == [job.id]
    assert services.work_off(job).state == "done"
    assert notes_per_line() == {str(line): 1 for line in range(50)}


def test_without_the_checkpoints_transaction_the_same_death_doubles(
    acme: Any, sam: Member, rung: list[Any], die: Callable[..., int], lease_ends: Callable[..., None]
) -> None:
    """The harness finds the mistake it looks for."""
    job = begun(sam, "test.careless")
    assert die(acme.slug, job, "before:20") == -9
    lease_ends(job)
    services.work_off(job)
    doubled = {line for line, times in notes_per_line().items() if times == 2}
    assert doubled == {str(line) for line in range(20, 30)}


def test_two_runners_never_have_one_job(sam: Member, rung: list[Any]) -> None:
    job = begun(sam)
    assert leasing.take(job.id) is not None
    assert leasing.take(job.id) is None


def test_a_runner_that_lost_its_lease_writes_nothing_more(
    sam: Member, rung: list[Any], lease_ends: Callable[..., None]
) -> None:
    """It was thought dead, and slept: its chunk is rolled back when it wakes."""
    job = begun(sam)
    late = leasing.take(job.id)
    assert late is not None
    lease_ends(job)
    assert services.work_off(job).state == "done"
    sleeper = services.Run(late, 10)
    before = Progress.objects.get(job=job).checkpoint

    def wake() -> None:
        with sleeper.chunk():
            Entry.objects.all().delete()
            sleeper.checkpoint({"line": 0})

    with pytest.raises(LeaseLost):
        wake()
    assert len(notes_per_line()) == 50
    assert Progress.objects.get(job=job).checkpoint == before


def test_a_checkpoint_apart_from_its_work_is_a_mistake(sam: Member, rung: list[Any]) -> None:
    taken = leasing.take(begun(sam).id)
    assert taken is not None
    with pytest.raises(RuntimeError, match="in the transaction of what it stands for"):
        services.Run(taken, 10).checkpoint({"line": 1})


def test_others_have_their_turn(sam: Member, rung: list[Any]) -> None:
    job = begun(sam)
    rung.clear()
    assert services.run(job.id, turn_seconds=0)
    assert rung == [job.id]
    job.refresh_from_db()
    assert (job.state, Progress.objects.get(job=job).done) == ("running", 10)
    assert services.work_off(job).state == "done"
    assert set(notes_per_line().values()) == {1}


def test_a_turn_works_longer_than_it_took_to_take_the_work_up(
    sam: Member, rung: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With half a minute of preparation, turns of fifteen seconds would do one piece each, and prepare for ever."""
    now = [1000.0]
    monkeypatch.setattr(turns, "time", SimpleNamespace(monotonic=lambda: now[0]))
    taken = leasing.take(begun(sam).id)
    assert taken is not None
    turn = services.Run(taken, rules.TURN_SECONDS)
    now[0] += 30
    pieces: list[int] = []
    with pytest.raises(TurnOver):
        _piece_after_piece(turn, pieces, now)
    assert len(pieces) == 12


def _piece_after_piece(turn: services.Run, pieces: list[int], now: list[float]) -> None:
    while True:
        with turn.chunk():
            now[0] += 10
        pieces.append(1)


def test_who_takes_work_up_again_keeps_it(
    sam: Member, rung: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = leasing.take(begun(sam).id)
    assert taken is not None
    turn = services.Run(taken, rules.TURN_SECONDS)
    Progress.objects.update(lease_until=clock.now() + timedelta(seconds=1))
    monkeypatch.setattr(rules, "SHOW_EVERY_SECONDS", 0)
    turn.still_at_it()
    until = Progress.objects.get().lease_until
    assert until is not None
    assert until > clock.now() + timedelta(seconds=rules.LEASE_SECONDS / 2)


def test_what_waits_is_cancelled_at_once_and_what_runs_after_its_chunk(sam: Member, rung: list[Any]) -> None:
    waiting = begun(sam)
    services.cancel(job_id=waiting.id, by=sam.user)
    assert services.run(waiting.id) is False
    assert notes_per_line() == {}
    running = begun(sam)
    services.run(running.id, turn_seconds=0)
    services.cancel(job_id=running.id, by=sam.user)
    running = services.work_off(running)
    assert (running.state, len(notes_per_line())) == ("cancelled", 10)
    with pytest.raises(Conflict):
        services.cancel(job_id=running.id, by=sam.user)


def test_a_refusal_is_told_in_its_words(sam: Member, rung: list[Any]) -> None:
    job = services.work_off(begun(sam, "test.refused"))
    assert (job.state, job.error) == ("failed", "The house is full. Nothing was changed.")


def test_a_mistake_of_ours_is_tried_three_times_and_then_told_with_a_number(
    sam: Member, rung: list[Any]
) -> None:
    job = services.work_off(begun(sam, "test.broken"))
    assert job.state == "failed"
    assert "three times in a row" in job.error
    assert "ZeroDivision" not in job.error
    assert Progress.objects.get(job=job).attempt == 3


def test_what_kills_its_worker_again_and_again_is_given_up(
    acme: Any, sam: Member, rung: list[Any], lease_ends: Callable[..., None]
) -> None:
    job = begun(sam)
    for _ in range(rules.MOST_TRIES):
        assert leasing.take(job.id) is not None
        lease_ends(job)
    assert services.run(job.id) is False
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", rules.GAVE_UP)


def test_a_bell_that_does_not_ring_is_swept(sam: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_redis(*_: Any, **__: Any) -> None:
        raise ConnectionError("redis is gone")

    from tenants.jobs import tasks

    monkeypatch.setattr(tasks.run, "apply_async", no_redis)
    job = begun(sam)
    Job.objects.filter(id=job.id).update(created_at=job.created_at - timedelta(seconds=5))
    assert services.sweep() == 1
    assert services.sweep() == 0, "it was rung for a moment ago"


def test_nobody_starts_what_their_role_does_not_allow(acme: Any, rung: list[Any]) -> None:
    with tenancy.entered(acme):
        finn = add_member(email="finn@acme.example", name="Finn", role="Finance")
        with pytest.raises(NotFound):
            services.start(kind="leads.import", params={}, by=finn, title="x")
        assert Job.objects.count() == 0


def test_files_and_outcomes_go_after_some_days_and_the_record_stays(sam: Member, rung: list[Any]) -> None:
    job = services.work_off(begun(sam))
    folder = services.Run(Job.objects.select_related("progress").get(id=job.id), 1).folder
    assert services.prune() == 0
    assert (folder / "output").exists()
    long_ago = clock.now() - timedelta(days=rules.FILES_KEPT_DAYS, hours=1)
    Job.objects.filter(id=job.id).update(ended_at=long_ago)
    assert services.prune() == 1
    assert not folder.exists()
    assert Job.objects.get(id=job.id).files_gone


def test_what_is_done_was_done_by_its_starter(sam: Member, rung: list[Any]) -> None:
    from atrium.kernel.actor import Actor, acting

    with acting(Actor("staff", str(sam.user.id), "Sam", "staff", "10.0.0.1")):
        job = begun(sam)
    services.work_off(job)
    assert {entry.actor_label for entry in Entry.objects.filter(subject_kind="test")} == {"Sam"}
