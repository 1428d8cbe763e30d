"""What Sentry is told: which broker and request, and nothing personal. Without a DSN nothing is loaded."""

from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.transport import Transport

from atrium.kernel import actor, tenancy
from infra import observing


class Caught(Transport):
    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict[str, Any]] = []

    def capture_envelope(self, envelope: Any) -> None:
        self.events += [item.payload.json for item in envelope.items if item.type == "event"]


@pytest.fixture
def sentry():
    caught = Caught()
    observing.start(dsn="http://key@localhost/1", environment="test", release="", transport=caught)
    yield caught
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


def test_an_error_says_whose_it_is(sentry, acme):
    with tenancy.entered(acme), actor.acting(actor.Actor(surface="staff", request_id="r-1", label="Sam")):
        sentry_sdk.capture_exception(ValueError("broken"))
    sentry_sdk.flush()
    (event,) = sentry.events
    assert event["tags"] == {"broker": "acme", "surface": "staff", "request_id": "r-1"}
    assert "Sam" not in str(event)


def test_without_a_dsn_nothing_starts():
    observing.start(dsn="", environment="test", release="")
    assert not sentry_sdk.get_client().is_active()
