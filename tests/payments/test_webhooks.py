"""The provider's door: what is not proved to be the provider's changes nothing."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from atrium.kernel import tenancy
from atrium.providers.psp.stripe.signature import sign
from tenants.activity.models import Entry
from tenants.clients.models import Client
from tenants.connections.services import change_credentials, set_state
from tenants.inbox.models import Message
from tenants.ledger.models import Movement
from tenants.outbox.models import Event
from tenants.payments.models import Deposit
from tests.payments.shop import Shop, clara, posted, work_off
from tests.surfaces import browse


@pytest.fixture
def client(shop: Shop) -> Client:
    return clara()


def assert_nothing_happened(shop: Shop, deposit: Deposit) -> None:
    work_off()
    deposit.refresh_from_db()
    assert (deposit.state, posted("client:1:wallet:USD")) == ("open", 0)
    assert not Message.objects.exists()
    assert not Event.objects.filter(kind="inbox.received").exists()
    assert not Movement.objects.exists()


def signed(secret: str, body: bytes, at: int | None = None) -> dict[str, str]:
    at = int(time.time()) if at is None else at
    return {"Stripe-Signature": f"t={at},v1={sign(secret, body, at)}"}


@pytest.mark.parametrize(
    "forgery",
    ["byte", "amount", "other secret", "stale", "future", "empty header", "missing header", "no body"],
)
def test_a_forged_webhook_stores_one_line_and_nothing_else(shop: Shop, client: Client, forgery: str) -> None:
    deposit = shop.deposit(client)
    received = shop.pay(deposit)
    secret, body = shop.webhook_secret, received.body
    now = int(time.time())
    forged = {
        "byte": (body[:-1] + b" ", {}),
        "amount": (body.replace(b"50000", b"90000"), {}),
        "other secret": (body, signed("whsec_other", body)),
        "stale": (body, signed(secret, body, now - 400)),
        "future": (body, signed(secret, body, now + 400)),
        "empty header": (body, {"Stripe-Signature": ""}),
        "missing header": (body, {}),
        "no body": (b"", {}),
    }
    touched, headers = forged[forgery]
    if forgery == "missing header":
        received = replace(received, headers={})
    answer = shop.hand_in(received, body=touched, **headers)
    assert answer.status_code == 400
    assert Entry.objects.filter(verb="webhook.refused", subject_id=shop.connection.id).count() == 1
    assert_nothing_happened(shop, deposit)


def test_a_good_webhook_after_a_forged_one_is_taken(shop: Shop, client: Client) -> None:
    deposit = shop.deposit(client)
    received = shop.pay(deposit)
    assert shop.hand_in(received, body=received.body + b" ").status_code == 400
    assert shop.hand_in(received).status_code == 200
    work_off()
    assert posted("client:1:wallet:USD") == 50_000


def test_an_unknown_address_is_not_found_and_leaves_no_trace(shop: Shop, client: Client) -> None:
    received = shop.pay(shop.deposit(client))
    answer = shop.hand_in(replace(received, headers={}))
    assert answer.status_code == 400
    entries = Entry.objects.count()
    url = "/webhooks/psp/somebody-elses-key/"
    assert (
        browse(shop.tenant, "api").post(url, data=b"{}", content_type="application/json").status_code == 404
    )
    tenancy.switch(shop.tenant)
    assert Entry.objects.count() == entries


def test_another_brokers_host_does_not_know_the_address(
    shop: Shop, client: Client, borealis: tenancy.Tenant
) -> None:
    deposit = shop.deposit(client)
    received = shop.pay(deposit)
    answer = replace(shop, tenant=borealis).hand_in(received)
    tenancy.switch(shop.tenant)
    assert answer.status_code == 404
    assert_nothing_happened(shop, deposit)


def test_a_switched_off_connection_takes_nothing(shop: Shop, client: Client) -> None:
    received = shop.pay(shop.deposit(client))
    set_state(connection_id=shop.connection.id, active=False)
    assert shop.hand_in(received).status_code == 404


def test_the_address_takes_posts_only(shop: Shop) -> None:
    answer = browse(shop.tenant, "api").get(f"/webhooks/psp/{shop.connection.public_key}/")
    assert answer.status_code == 405


def test_a_signed_body_that_is_no_event_is_refused(shop: Shop, client: Client) -> None:
    received = shop.pay(shop.deposit(client))
    body = b'{"hello": "world"}'
    headers = signed(shop.webhook_secret, body)
    assert shop.hand_in(received, body=body, **headers).status_code == 400
    assert not Message.objects.exists()


def test_while_the_secret_is_changed_both_are_accepted(shop: Shop, client: Client) -> None:
    received = shop.pay(shop.deposit(client))
    old = shop.webhook_secret
    change = {"webhook_secret": "whsec_the_new_one", "previous_webhook_secret": old}
    change_credentials(connection_id=shop.connection.id, credentials=change)
    assert shop.hand_in(received).status_code == 200
    change_credentials(connection_id=shop.connection.id, credentials={"previous_webhook_secret": " "})
    assert shop.hand_in(received).status_code == 400


def test_an_event_of_another_merchants_deposit_is_stored_and_ignored(shop: Shop, client: Client) -> None:
    deposit = shop.deposit(client)
    received = shop.pay(deposit)
    body = received.body.replace(str(deposit.id).encode(), b"somebody-elses-deposit").replace(
        deposit.psp_reference.encode(), b"cs_test_somebody_else"
    )
    headers = signed(shop.webhook_secret, body)
    assert shop.hand_in(received, body=body, **headers).status_code == 200
    assert work_off() == []
    assert (Message.objects.get().state, posted("client:1:wallet:USD")) == ("ignored", 0)


def test_what_a_signed_event_claims_is_asked_of_the_provider(shop: Shop, client: Client) -> None:
    """Even with our secret nobody can say that a deposit is paid: the provider is asked."""
    deposit = shop.deposit(client)
    other = shop.deposit(client, key="page-2")
    received = shop.pay(other)
    body = received.body.replace(str(other.id).encode(), str(deposit.id).encode())
    body = body.replace(other.psp_reference.encode(), deposit.psp_reference.encode())
    shop.hand_in(received, body=body, **signed(shop.webhook_secret, body))
    work_off()
    deposit.refresh_from_db()
    assert (deposit.state, posted("client:1:wallet:USD")) == ("open", 0)


def test_what_follows_from_a_message_was_caused_by_its_provider(shop: Shop, client: Client) -> None:
    assert shop.hand_in(shop.pay(shop.deposit(client))).status_code == 200
    told = Event.objects.get(kind="inbox.received").actor
    assert (told["kind"], told["id"], told["label"]) == (
        "provider",
        str(shop.connection.id),
        shop.connection.label,
    )
