"""Stripe's recorded answers and events, read by the adapter: one file an answer or event."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain
from atrium.providers.psp.contract import (
    CheckoutIntent,
    CheckoutStatus,
    EventKind,
    PayoutIntent,
    PayoutStatus,
    PspEvent,
)
from atrium.providers.psp.stripe import adapter, payloads

FOLDER = Path(adapter.__file__).with_name("recordings")
DEPOSIT = "0198c0de-0000-7000-8000-000000000500"
PAYOUT = "0198c0de-0000-7000-8000-000000000077"
SESSION = "cs_test_a1YS1URlnyQCN5fUUduORoQ7Pw41PJqDWkIVQCpJPqkfIhd6tVY8XB1OLY"


def recording(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text()))


def event(name: str) -> PspEvent:
    return payloads.read_event(json.dumps(recording(name)["event"]).encode())


@pytest.fixture
def sent() -> list[httpx.Request]:
    return []


@pytest.fixture
def psp(sent: list[httpx.Request]) -> adapter.StripeAdapter:
    """The adapter over an HTTP client that answers from the recordings, and from nothing else."""
    answers = {}
    for file in FOLDER.glob("*.json"):
        held = json.loads(file.read_text())
        if "request" in held:
            answers[(held["request"]["method"], held["request"]["path"])] = held["answer"]

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        searched = "transfers" in request.url.path and request.url.query
        query = f"?{request.url.query.decode()}" if searched else ""
        found = answers[(request.method, f"{request.url.path}{query}")]
        return httpx.Response(found["status"], json=found["body"])

    client = httpx.Client(transport=httpx.MockTransport(answer))
    return adapter.StripeAdapter.from_credentials({"secret_key": "sk_test_recorded"}, client)


def test_a_checkout_is_asked_for_in_stripes_own_words(
    psp: adapter.StripeAdapter, sent: list[httpx.Request]
) -> None:
    wanted = CheckoutIntent(DEPOSIT, Money(50_000, "USD"), "Deposit", "Acme", "http://ok", "http://no")
    checkout = psp.open_checkout(wanted)
    assert checkout.reference == SESSION
    assert checkout.expires_at == datetime.fromtimestamp(1_795_386_400, tz=UTC)
    request = sent[0]
    assert (request.method, str(request.url)) == ("POST", "https://api.stripe.com/v1/checkout/sessions")
    assert request.headers["authorization"] == "Bearer sk_test_recorded"
    assert request.headers["idempotency-key"] == f"checkout:{DEPOSIT}"
    assert request.headers["stripe-version"] == "2026-10-28.endive"
    form = httpx.QueryParams(request.content.decode())
    assert form["line_items[0][price_data][unit_amount]"] == "50000"
    assert form["line_items[0][price_data][currency]"] == "usd"
    assert form["client_reference_id"] == form["metadata[atrium_id]"] == DEPOSIT
    assert form["payment_intent_data[metadata][atrium_id]"] == DEPOSIT


def test_a_payout_is_a_transfer_with_our_id_as_its_key(
    psp: adapter.StripeAdapter, sent: list[httpx.Request]
) -> None:
    made = psp.request_payout(PayoutIntent(PAYOUT, Money(3_000, "USD"), "acct_1Iris"))
    assert (made.our_id, made.money, made.status) == (PAYOUT, Money(3_000, "USD"), PayoutStatus.PAID)
    form = httpx.QueryParams(sent[0].content.decode())
    assert sent[0].headers["idempotency-key"] == f"payout:{PAYOUT}"
    assert (form["amount"], form["currency"], form["destination"]) == ("3000", "usd", "acct_1Iris")
    assert form["transfer_group"] == PAYOUT


def test_a_paid_session_shows_its_payment_and_what_stripe_kept(psp: adapter.StripeAdapter) -> None:
    state = psp.fetch_checkout(SESSION)
    assert (state.status, state.our_id) == (CheckoutStatus.PAID, DEPOSIT)
    assert (state.money, state.fee) == (Money(50_000, "USD"), Money(1_480, "USD"))
    assert state.payment_id == "pi_1PgafyB7WZ01zgkWSjxsAJo3"


def test_payouts_are_found_by_their_group(psp: adapter.StripeAdapter) -> None:
    found = psp.fetch_payout(PAYOUT)
    assert found is not None
    assert found.reference == "tr_1Pgc7BB7WZ01zgkWVJfE40RX"
    assert psp.fetch_payout("unknown") is None


def test_a_missing_session_is_refused_in_stripes_words(psp: adapter.StripeAdapter) -> None:
    with pytest.raises(NeverAgain, match="No such checkout.session: 'cs_missing'"):
        psp.fetch_checkout("cs_missing")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("event_checkout_completed", CheckoutStatus.PAID),
        ("event_checkout_completed_unpaid", CheckoutStatus.PENDING),
        ("event_checkout_async_succeeded", CheckoutStatus.PAID),
        ("event_checkout_async_failed", CheckoutStatus.FAILED),
        ("event_checkout_expired", CheckoutStatus.EXPIRED),
    ],
)
def test_a_session_event_tells_the_state_of_our_deposit(name: str, status: CheckoutStatus) -> None:
    told = event(name)
    assert (told.kind, told.status, told.our_id) == (EventKind.CHECKOUT, status, DEPOSIT)
    assert (told.reference, told.money) == (SESSION, Money(50_000, "USD"))


@pytest.mark.parametrize(
    ("name", "status"),
    [("event_transfer_created", PayoutStatus.PAID), ("event_transfer_reversed", PayoutStatus.RETURNED)],
)
def test_a_transfer_event_tells_the_state_of_our_payout(name: str, status: PayoutStatus) -> None:
    told = event(name)
    assert (told.kind, told.status, told.our_id) == (EventKind.PAYOUT, status, PAYOUT)


def test_an_intent_event_names_our_deposit_and_decides_nothing() -> None:
    told = event("event_payment_intent_succeeded")
    assert (told.kind, told.our_id, told.status) == (EventKind.OTHER, DEPOSIT, "")


def test_a_refund_event_is_a_refund() -> None:
    assert event("event_charge_refunded").kind is EventKind.REFUND


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"nonsense", b'{"id": "evt_1"}', b"\xff\xfe"])
def test_a_body_that_is_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(NeverAgain, match="not an event"):
        payloads.read_event(body)


def test_an_amount_that_is_not_whole_is_no_event() -> None:
    held = recording("event_checkout_completed")["event"]
    held["data"]["object"]["amount_total"] = 500.5
    with pytest.raises(NeverAgain):
        payloads.read_event(json.dumps(held).encode())
