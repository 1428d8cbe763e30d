"""The processes of the product: side by side, waited for, brought back, stopped with everything they started."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from infra.embedded import EmbeddedError
from infra.supervisor import crew as crew_module
from infra.supervisor.child import Forked
from infra.supervisor.crew import Crew
from infra.supervisor.programs import Program, says


@pytest.fixture(autouse=True)
def words_are_functions(monkeypatch: pytest.MonkeyPatch, own_var: Path) -> None:
    """In place of `atrium` and Django: the program's word names a function below."""

    def fork(program: Program) -> Forked:
        return Forked(program.name, globals()[program.words[0]], own_var / "log" / f"{program.name}.log")

    monkeypatch.setattr(crew_module, "_fork", fork)


def works() -> None:
    print("ready", flush=True)
    time.sleep(600)


def has_children() -> None:
    if os.fork() == 0:
        time.sleep(600)
    works()


def is_deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    works()


def fails() -> None:
    print("reading the settings")
    raise RuntimeError("no such setting")


def ends_well() -> None:
    print("done")


def refuses() -> None:
    raise SystemExit("The port is taken.")


def program(word: str, name: str = "worker") -> Program:
    return Program(name, (word,), says("ready"), name.title(), patience_seconds=20)


def until(holds: Callable[[], bool], *, timeout_seconds: float = 20) -> None:
    deadline = time.monotonic() + timeout_seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_start_waits_until_each_is_ready(crew: Crew, own_var: Path) -> None:
    crew.start([program("works", "web"), program("works", "feed")])
    assert (own_var / "log" / "web.log").read_text() == "ready\n"
    assert len(crew.pids()) == 2


def test_each_has_a_group_of_its_own_so_that_ctrl_c_reaches_the_supervisor_alone(crew: Crew) -> None:
    crew.start([program("works")])
    (pid,) = crew.pids()
    assert os.getpgid(pid) == pid != os.getpgrp()


@pytest.mark.parametrize("word", ["works", "has_children", "is_deaf"])
def test_stop_leaves_nothing_behind(word: str, crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew_module, "GOODBYE_SECONDS", 0.5)
    crew.start([program(word)])
    (pid,) = crew.pids()
    started = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    crew.stop()
    _, alive = psutil.wait_procs(started, timeout=10)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def test_one_that_dies_while_starting_shows_its_last_lines(crew: Crew) -> None:
    with pytest.raises(EmbeddedError) as caught:
        crew.start([program("fails")])
    said = str(caught.value)
    assert "Worker ended while starting (exit code 1)" in said
    assert "reading the settings" in said
    assert "RuntimeError: no such setting" in said
    assert "worker.log" in said


def test_one_that_crashes_comes_back_and_it_is_said(
    crew: Crew, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(crew_module, "FIRST_PAUSE_SECONDS", 0.05)
    crew.start([program("works")])
    crew._posts[0].pause_seconds = 0.05
    (before,) = crew.pids()
    os.kill(before, signal.SIGKILL)

    def is_back() -> bool:
        crew.watch()
        return crew.pids() not in ([], [before])

    until(is_back)
    assert "Worker ended (killed by signal 9); it starts again in" in capsys.readouterr().err


def test_one_that_crashes_again_and_again_is_started_less_and_less_often(crew: Crew) -> None:
    crew.start([program("works")])
    post = crew._posts[0]
    pauses = []
    for _ in range(7):
        post.child.kill()
        crew.watch()
        assert post.again_at is not None
        pauses.append(round(post.again_at - time.monotonic()))
        post.again_at = 0.0
        crew.watch()
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_one_that_was_steady_comes_back_at_once_again(crew: Crew) -> None:
    crew.start([program("works")])
    post = crew._posts[0]
    post.pause_seconds, post.began = 30.0, time.monotonic() - 120
    post.child.kill()
    crew.watch()
    assert post.again_at is not None
    assert round(post.again_at - time.monotonic()) == 1


def test_a_step_gives_back_what_it_wrote(own_var: Path) -> None:
    assert crew_module.run_once(program("ends_well")) == "done\n"


def test_a_step_that_refuses_shows_its_sentence() -> None:
    with pytest.raises(EmbeddedError, match="The port is taken"):
        crew_module.run_once(program("refuses"))


def test_children_end_with_a_killed_supervisor(tmp_path: Path) -> None:
    """SIGKILL can't be caught, so the kernel tells them."""
    written = tmp_path / "pid"

    def supervise() -> None:
        child = Forked("web", works, tmp_path / "web.log")
        written.write_text(str(child.pid))
        child.wait()

    supervisor = Forked("supervisor", supervise, tmp_path / "supervisor.log")
    until(lambda: written.exists() and written.read_text() != "")
    child = psutil.Process(int(written.read_text()))
    os.kill(supervisor.pid, signal.SIGKILL)
    supervisor.wait(5)
    psutil.wait_procs([child], timeout=10)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
