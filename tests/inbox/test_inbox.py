"""A provider's message is stored once, word for word, and told once."""

from __future__ import annotations

import uuid

from atrium.kernel import tenancy
from tenants.inbox import selectors, services
from tenants.inbox.models import Message
from tenants.inbox.types import Recorded
from tenants.outbox.models import Event

CARDS = uuid.UUID(int=1)
BODY = b'{"id": "evt_1", "amount": 500.00}'


def record(external_id: str = "evt_1", body: bytes = BODY, connection_id: uuid.UUID = CARDS) -> Recorded:
    headers = {"Stripe-Signature": "t=1,v1=ab", "Content-Type": "application/json", "Cookie": "secret=1"}
    return services.record(
        connection_id=connection_id, provider_kind="psp", external_id=external_id, headers=headers, body=body
    )


def test_the_body_is_kept_byte_for_byte(in_acme: tenancy.Tenant) -> None:
    stored = selectors.message(record().message_id)
    assert (stored.body, stored.external_id, stored.connection_id) == (BODY, "evt_1", CARDS)


def test_the_event_tells_of_it_in_the_same_breath(in_acme: tenancy.Tenant) -> None:
    recorded = record()
    event = Event.objects.get(kind="inbox.received")
    assert event.payload == {
        "message_id": str(recorded.message_id),
        "provider_kind": "psp",
        "connection_id": str(CARDS),
    }


def test_what_came_before_is_neither_stored_nor_told_again(in_acme: tenancy.Tenant) -> None:
    first, second = record(), record(body=b"something else")
    assert (first.is_new, second.is_new) == (True, False)
    assert first.message_id == second.message_id
    assert selectors.message(first.message_id).body == BODY
    assert Event.objects.filter(kind="inbox.received").count() == 1


def test_two_connections_may_use_the_same_name_for_an_event(in_acme: tenancy.Tenant) -> None:
    assert record().is_new
    assert record(connection_id=uuid.UUID(int=2)).is_new


def test_only_the_headers_that_prove_it_are_kept(in_acme: tenancy.Tenant) -> None:
    record()
    assert Message.objects.get().headers == {
        "Stripe-Signature": "t=1,v1=ab",
        "Content-Type": "application/json",
    }


def test_a_message_is_finished_once(in_acme: tenancy.Tenant) -> None:
    message_id = record().message_id
    services.finish(message_id=message_id, ignored=True, note="Not ours.")
    services.finish(message_id=message_id)
    message = Message.objects.get()
    assert (message.state, message.note) == ("ignored", "Not ours.")
    assert message.done_at is not None
