import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.jobs import ACTIONS, KINDS, TELL
from tenants.jobs import registry
from tenants.jobs.models import Job, Progress
from tenants.jobs.services import ringing
from tests.jobs import kinds
from tests.servers import ROOT


@pytest.fixture(autouse=True)
def _kinds(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    os.environ["ATRIUM_MEDIA"] = settings.MEDIA_ROOT
    registry.install({**KINDS, **kinds.KINDS}, actions=ACTIONS)
    yield
    registry.install(KINDS, actions=ACTIONS, tell=TELL)
    os.environ.pop("ATRIUM_MEDIA")


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[uuid.UUID]:
    """The jobs the bell was rung for, instead of a message to a worker."""
    bell: list[uuid.UUID] = []
    for module in (ringing, *_users_of_ring()):
        monkeypatch.setattr(module, "ring", bell.append)
    return bell


def _users_of_ring() -> list[Any]:
    from importlib import import_module

    return [import_module(f"tenants.jobs.services.{name}") for name in ("running", "sweeping")]


@pytest.fixture
def die() -> Callable[..., int]:
    """Runs a job in a process that kills itself at `when:line`; its exit code."""

    def die(slug: str, job: Job, at: str = "") -> int:
        program = [sys.executable, "-m", "tests.jobs.worker", slug, str(job.id)]
        done = subprocess.run(
            program, env={**os.environ, "KILL_AT": at}, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, -9), done.stderr
        return done.returncode

    return die


@pytest.fixture
def lease_ends() -> Callable[[Job], None]:
    def lease_ends(job: Job) -> None:
        past = ringing.database_time() - timedelta(seconds=1)
        Progress.objects.filter(job=job).update(lease_until=past)

    return lease_ends
