"""Praxis: its three signatures, numbers as they were written, and what its orders mean."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain
from atrium.providers.psp import registry
from atrium.providers.psp.contract import Acknowledging, CheckoutStatus, EventKind, ForgedEvent, Psp
from atrium.providers.psp.praxis import payloads
from atrium.providers.psp.praxis.signature import HEADER, NOTIFICATION, read, sign, sign_fields
from infra.simulators.psp.praxis import notification

SECRET = "merchantsecret"
AT = 1_590_611_635
NOW = datetime.fromtimestamp(AT, tz=UTC)
BODY = (Path(payloads.__file__).parent / "recordings" / "notification_approved.json").read_bytes()
SIGNATURE = "11c0cfc70383b9d6dc1e1349f5d8d11b95aa788b683915a16134c97093d5d59c70b6839f2210f9e21104b7f202fdddc7"
REQUEST = ("API-merchant", "myapp", 1_700_000_000, "payment", 42, "order-1")
REQUEST_SIGNATURE = (
    "608b631b93bb7fa350c4c8012f569013f613416292d18f7f3e396e0a9627342c646598e2e5f594e397b1ac5231c9e442"
)
ANSWER_SIGNATURE = (
    "ace383a12c17c5a982e313d751ea02f7b98a5967d6545a8e79d997d25c04ce9b9884563ff9c05c7da05f21913e404cb0"
)


@pytest.fixture
def psp() -> Psp:
    return registry.open_adapter(
        "praxis",
        {
            "merchant_id": "MERCHANT",
            "application_key": "APPKEY",
            "merchant_secret": SECRET,
            "previous_merchant_secret": "old",
        },
    )


@pytest.mark.parametrize("signer", [sign, notification.sign])
def test_adapter_and_simulator_sign_the_protocols_own_examples(signer: Any) -> None:
    assert signer(REQUEST, SECRET) == REQUEST_SIGNATURE
    assert signer((0, 1_590_611_640), SECRET) == ANSWER_SIGNATURE
    assert sign_fields(read(BODY), NOTIFICATION, SECRET) == SIGNATURE


def test_a_rate_is_signed_as_it_was_written() -> None:
    assert b'"conversion_rate": 1.000000' in BODY
    rewritten = json.dumps(json.loads(BODY))
    assert sign_fields(read(rewritten), NOTIFICATION, SECRET) != SIGNATURE


def test_a_good_notification_is_an_event(psp: Psp) -> None:
    event = psp.parse_event({HEADER.lower(): SIGNATURE}, BODY, NOW)
    assert (event.kind, event.status, event.money) == (EventKind.CHECKOUT, "paid", Money(100, "EUR"))
    assert (event.our_id, event.external_id) == ("test-1560610955", "test-1560610955:756850:approved")


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_notification_of_another_time_is_refused_both_ways(psp: Psp, seconds: int) -> None:
    with pytest.raises(ForgedEvent, match="five minutes"):
        psp.verify({HEADER: SIGNATURE}, BODY, datetime.fromtimestamp(AT + seconds, tz=UTC))


@pytest.mark.parametrize(
    "headers",
    [{}, {HEADER: ""}, {HEADER: SIGNATURE.upper()}, {HEADER: SIGNATURE[:-1] + "0"}, {"other": SIGNATURE}],
)
def test_a_forged_notification_is_refused(psp: Psp, headers: dict[str, str]) -> None:
    with pytest.raises(ForgedEvent):
        psp.verify(headers, BODY, NOW)


@pytest.mark.parametrize(
    "change",
    [(b'"amount": 100', b'"amount": 900'), (b"EUR", b"USD"), (b"test-1560610955", b"test-1560610956")],
)
def test_a_touched_amount_currency_or_order_is_refused(psp: Psp, change: tuple[bytes, bytes]) -> None:
    with pytest.raises(ForgedEvent):
        psp.verify({HEADER: SIGNATURE}, BODY.replace(*change), NOW)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"timestamp":NaN}', b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_notification_is_refused(psp: Psp, body: bytes) -> None:
    with pytest.raises(ForgedEvent):
        psp.verify({HEADER: SIGNATURE}, body, NOW)


def test_it_is_answered_in_its_own_words(psp: Psp) -> None:
    assert isinstance(psp, Acknowledging)
    said = psp.acknowledge(datetime.fromtimestamp(1_590_611_640, tz=UTC))
    assert said.headers == {HEADER: ANSWER_SIGNATURE}
    assert json.loads(said.body) == {
        "status": 0,
        "description": "Ok",
        "version": "1.3",
        "timestamp": 1_590_611_640,
    }
    assert notification.is_yes(said.body.decode(), said.headers, SECRET)


def order(transaction: str = "null", session: str = "open") -> str:
    return (
        f'{{"status":0,"session":{{"order_id":"o-1","session_status":"{session}","amount":50000,"currency":"USD"}},'
        f'"transaction":{transaction}}}'
    )


def tried(status: str, amount: str = "50000") -> str:
    return f'{{"transaction_status":"{status}","tid":77,"amount":{amount},"currency":"USD","fee":1250}}'


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        (order(), CheckoutStatus.OPEN),
        (order(session="expired"), CheckoutStatus.EXPIRED),
        (order(tried("approved")), CheckoutStatus.PAID),
        (order(tried("pending")), CheckoutStatus.PENDING),
        (order(tried("requested")), CheckoutStatus.PENDING),
        (order(tried("rejected"), "expired"), CheckoutStatus.FAILED),
        (order(tried("error")), CheckoutStatus.FAILED),
        (order(tried("a_new_word")), CheckoutStatus.PENDING),
    ],
)
def test_each_state_of_an_order_means_one_thing(answer: str, means: CheckoutStatus) -> None:
    state = payloads.read_state(answer, "o-1")
    assert (state.status, state.money) == (means, Money(50_000, "USD"))
    assert state.payment_id == ("77" if means is CheckoutStatus.PAID else "")


@pytest.mark.parametrize("amount", ["-50000", "500.00", "1e400", '"abc"', "null", "true", "5e4"])
def test_an_amount_that_is_no_whole_number_books_nothing(amount: str) -> None:
    with pytest.raises(NeverAgain, match="person must look"):
        payloads.read_state(order(tried("approved", amount)), "o-1")
