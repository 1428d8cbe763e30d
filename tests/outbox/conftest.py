from collections.abc import Iterator

import pytest

from infra.subscriptions import SUBSCRIPTIONS
from tenants.outbox import registry, services

from . import listeners

LISTEN = "tests.outbox.listeners.listen"
FAIL = "tests.outbox.listeners.fail"


@pytest.fixture(autouse=True)
def _subscriptions() -> Iterator[None]:
    listeners.heard.clear()
    registry.install({"lead.created": (LISTEN,), "deposit.settled": (FAIL,), "both.happened": (FAIL, LISTEN)})
    yield
    registry.install(SUBSCRIPTIONS)


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The deliveries the bell was rung for, instead of a message to a worker."""
    bell: list[int] = []
    monkeypatch.setattr(services, "_ring", bell.append)
    return bell
