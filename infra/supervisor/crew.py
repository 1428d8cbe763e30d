"""The processes of a running product: started, waited for, started again when they crash, stopped in order."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from infra.embedded.errors import EmbeddedError
from infra.supervisor import running, warm
from infra.supervisor.child import Forked
from infra.supervisor.programs import Program
from infra.supervisor.progress import complain, step

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 30.0
STEADY_SECONDS = 60.0
GOODBYE_SECONDS = 12.0


@dataclass
class Post:
    """A program with the process that runs it now, and how long to wait before the next one."""

    program: Program
    child: Forked
    began: float = field(default_factory=time.monotonic)
    pause_seconds: float = FIRST_PAUSE_SECONDS
    again_at: float | None = None


class Crew:
    def __init__(self) -> None:
        self._posts: list[Post] = []

    def start(self, programs: Iterable[Program]) -> None:
        """All at once, then wait for each: they come up side by side."""
        posts = [Post(program, _fork(program)) for program in programs]
        self._posts += posts
        for post in posts:
            with step(post.program.title):
                _wait_until_ready(post)

    def watch(self) -> None:
        """Called again and again: what crashed comes back after a pause that doubles."""
        now = time.monotonic()
        for post in self._posts:
            if post.again_at is None and not post.child.is_alive():
                _plan_return(post, now)
            elif post.again_at is not None and now >= post.again_at:
                post.child, post.began, post.again_at = _fork(post.program), now, None

    def stop(self) -> None:
        """The last started first; who does not go by itself is ended."""
        for post in reversed(self._posts):
            post.child.ask_to_stop()
        deadline = time.monotonic() + GOODBYE_SECONDS
        for post in reversed(self._posts):
            post.child.wait(max(0.0, deadline - time.monotonic()))
            post.child.kill()
        self._posts.clear()

    def pids(self) -> list[int]:
        return [post.child.pid for post in self._posts if post.child.is_alive()]


def run_once(program: Program) -> str:
    """A step that ends by itself, such as migrating. What it wrote; raises with its last lines if it failed."""
    child = _fork(program)
    try:
        child.wait()
    except BaseException:
        child.kill()
        raise
    if child.exit_code != 0:
        raise EmbeddedError(_explained(program, child))
    return child.said()


def _fork(program: Program) -> Forked:
    def work() -> None:
        (warm.become_owner if program.as_owner else warm.become_server)()
        from infra.cli import atrium

        atrium.main(list(program.words), prog_name="atrium", standalone_mode=False)

    return Forked(program.name, work, running.var() / "log" / f"{program.name}.log")


def _wait_until_ready(post: Post) -> None:
    deadline = time.monotonic() + post.program.patience_seconds
    while not post.program.ready(post.child):
        if not post.child.is_alive():
            raise EmbeddedError(_explained(post.program, post.child))
        if time.monotonic() > deadline:
            raise EmbeddedError(
                f"{post.program.title} did not become ready within {post.program.patience_seconds:.0f} s. "
                f"Nothing was lost. Its last lines ({post.child.log}):\n{post.child.last_words()}"
            )
        time.sleep(0.05)


def _plan_return(post: Post, now: float) -> None:
    steady = now - post.began > STEADY_SECONDS
    post.pause_seconds = FIRST_PAUSE_SECONDS if steady else post.pause_seconds
    post.again_at = now + post.pause_seconds
    complain(
        f"{post.program.title} ended ({_ending(post.child)}); it starts again in {post.pause_seconds:.0f} s. "
        f"Its last lines ({post.child.log}):\n{post.child.last_words(6)}"
    )
    post.pause_seconds = min(LONGEST_PAUSE_SECONDS, post.pause_seconds * 2)


def _explained(program: Program, child: Forked) -> str:
    return (
        f"{program.title} ended while starting ({_ending(child)}). Data that were there before are kept. "
        f"Its last lines ({child.log}):\n{child.last_words()}"
    )


def _ending(child: Forked) -> str:
    code = child.exit_code or 0
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"
