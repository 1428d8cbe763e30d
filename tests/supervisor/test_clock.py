"""The clock that rings Celery's bells, told to stop at the worst of times."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis as Client

from infra.embedded import Redis

# Told to stop in the middle of its first bell, which is due at once.
STOPPED_WHILE_IT_RINGS = """
import os, signal
from celery.signals import before_task_publish

@before_task_publish.connect(weak=False)
def told(**_):
    os.kill(os.getpid(), signal.SIGTERM)

from infra.commands.beat import command
command(standalone_mode=False)
"""
# The broker went away between two bells and does not come back.
STOPPED_WHILE_NOBODY_ANSWERS = """
import os, signal
from kombu import Connection

def lost(*_, **__):
    os.kill(os.getpid(), signal.SIGTERM)
    while True:
        signal.pause()

Connection.ensure_connection = lost
from infra.commands.beat import command
command(standalone_mode=False)
"""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with Redis(tmp_path / "redis", durable=False) as server:
        yield server


def _ended(code: str, redis: Redis, folder: Path) -> str:
    """What it wrote until it ended by itself."""
    environment = {**os.environ, "REDIS_URL": redis.url, "ATRIUM_VAR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def test_a_bell_that_is_being_rung_when_it_is_told_to_stop_is_heard(redis: Redis, tmp_path: Path) -> None:
    said = _ended(STOPPED_WHILE_IT_RINGS, redis, tmp_path)
    assert said.count("Sending due task") == 1
    assert "Traceback" not in said
    queues = Client.from_url(redis.url)
    rung = [key for key in queues.scan_iter("atrium:celery:*") if queues.type(key) == b"list"]
    assert [queues.llen(key) for key in rung] == [1]


def test_it_does_not_wait_for_a_broker_that_does_not_answer(redis: Redis, tmp_path: Path) -> None:
    assert "Traceback" not in _ended(STOPPED_WHILE_NOBODY_ANSWERS, redis, tmp_path)
