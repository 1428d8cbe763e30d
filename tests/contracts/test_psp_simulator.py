"""The simulator behaves like the provider it stands for, on good days and on the days that were asked for."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from atrium.providers.psp.contract import ForgedEvent
from atrium.providers.psp.stripe.signature import check_signature
from tests.contracts.psp_process import Door, PspProcess, Received, open_door, running, start

SESSION = {
    "mode": "payment",
    "success_url": "http://my.acme.localhost/done/{CHECKOUT_SESSION_ID}",
    "cancel_url": "http://my.acme.localhost/money/",
    "client_reference_id": "deposit-1",
    "branding_settings[display_name]": "Acme <Markets>",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "50000",
    "line_items[0][price_data][product_data][name]": "Deposit",
}
CARD = {
    "do": "pay",
    "number": "4242 4242 4242 4242",
    "expiry": "12/34",
    "cvc": "123",
    "email": "c@example.com",
}


class Merchant:
    """Speaks the wire by hand, as any Stripe library would."""

    def __init__(self, psp: PspProcess) -> None:
        self.http = httpx.Client(
            base_url=psp.url,
            trust_env=False,
            headers={"Authorization": f"Bearer sk_test_{uuid.uuid4().hex}"},
        )

    def post(self, path: str, form: dict[str, str], key: str = "") -> httpx.Response:
        return self.http.post(path, data=form, headers={"Idempotency-Key": key} if key else {})

    def session(self, **more: str) -> dict[str, str]:
        answer = self.post("/v1/checkout/sessions", SESSION | more)
        return dict(answer.raise_for_status().json())

    def listen(self, url: str) -> str:
        form = {"url": url, "enabled_events[0]": "checkout.session.completed"}
        return str(self.post("/v1/webhook_endpoints", form).raise_for_status().json()["secret"])


@pytest.fixture(scope="module")
def psp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PspProcess]:
    with running(tmp_path_factory.mktemp("psp")) as process:
        yield process


@pytest.fixture
def merchant(psp: PspProcess) -> Iterator[Merchant]:
    yield Merchant(psp)
    psp.clear_faults()


@pytest.fixture
def door() -> Iterator[Door]:
    with open_door() as opened:
        yield opened


def is_signed(received: Received, secret: str) -> bool:
    try:
        check_signature(received.headers, received.body, datetime.now(UTC), (secret,))
    except ForgedEvent:
        return False
    return True


def test_the_page_names_merchant_and_amount_and_takes_a_card(psp: PspProcess, merchant: Merchant) -> None:
    session, charges = merchant.session(), len(psp.objects("charge"))
    page = psp.http.get(session["url"])
    assert "500.00 USD" in page.text
    assert "Acme &lt;Markets&gt;" in page.text
    assert "<script" not in page.text
    answer = psp.http.post(session["url"], data=CARD)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"http://my.acme.localhost/done/{session['id']}"
    assert psp.http.post(session["url"], data=CARD).headers["location"] == answer.headers["location"]
    assert "This payment is complete" in psp.http.get(session["url"]).text
    assert len(psp.objects("charge")) == charges + 1


def test_a_declined_card_says_so_and_another_may_pay(psp: PspProcess, merchant: Merchant) -> None:
    session = merchant.session()
    declined = psp.http.post(session["url"], data=CARD | {"number": "4000000000000002"})
    assert (declined.status_code, "You were not charged" in declined.text) == (402, True)
    assert merchant.http.get(f"/v1/checkout/sessions/{session['id']}").json()["status"] == "open"
    assert psp.http.post(session["url"], data=CARD).status_code == 303


@pytest.mark.parametrize("field", ["number", "expiry", "cvc", "email"])
def test_a_field_that_is_wrong_is_named_and_nothing_is_charged(
    psp: PspProcess, merchant: Merchant, field: str
) -> None:
    session = merchant.session()
    answer = psp.http.post(session["url"], data=CARD | {field: "1"})
    assert (answer.status_code, f'id="{field}-fault"' in answer.text) == (422, True)
    assert merchant.http.get(f"/v1/checkout/sessions/{session['id']}").json()["payment_status"] == "unpaid"


def test_the_page_speaks_spanish(psp: PspProcess, merchant: Merchant) -> None:
    assert "Número de tarjeta" in psp.http.get(merchant.session(locale="es")["url"]).text


def test_who_cancels_goes_back_and_pays_nothing(psp: PspProcess, merchant: Merchant) -> None:
    session = merchant.session()
    answer = psp.http.post(session["url"], data={"do": "cancel"})
    assert (answer.status_code, answer.headers["location"]) == (303, SESSION["cancel_url"])
    assert merchant.http.get(f"/v1/checkout/sessions/{session['id']}").json()["status"] == "open"


def test_an_expired_session_cannot_be_paid(psp: PspProcess, merchant: Merchant) -> None:
    session = merchant.session()
    merchant.post(f"/v1/checkout/sessions/{session['id']}/expire", {}).raise_for_status()
    assert psp.http.post(session["url"], data=CARD).status_code == 410


def test_the_same_key_and_body_get_the_same_answer(merchant: Merchant) -> None:
    first = merchant.post("/v1/checkout/sessions", SESSION, "key-1")
    second = merchant.post("/v1/checkout/sessions", SESSION, "key-1")
    assert first.json() == second.json()
    assert second.headers["idempotent-replayed"] == "true"
    assert first.headers["request-id"] != second.headers["request-id"]


def test_the_same_key_with_another_body_is_an_idempotency_error(merchant: Merchant) -> None:
    merchant.post("/v1/checkout/sessions", SESSION, "key-2")
    answer = merchant.post("/v1/checkout/sessions", SESSION | {"client_reference_id": "other"}, "key-2")
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "idempotency_error")


def test_merchants_do_not_see_each_other(psp: PspProcess, merchant: Merchant) -> None:
    session = merchant.session()
    answer = Merchant(psp).http.get(f"/v1/checkout/sessions/{session['id']}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "resource_missing")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer pk_test_12345678", "Basic c2s6"])
def test_without_a_secret_key_nothing_is_answered(psp: PspProcess, header: str) -> None:
    answer = psp.http.get("/v1/balance", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "invalid_request_error")


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"success_url": ""}, "success_url"),
        ({"mode": "subscription"}, "mode"),
        ({"line_items[0][price_data][unit_amount]": "5.00"}, "line_items[0][price_data][unit_amount]"),
        ({"line_items[0][price_data][currency]": "dollars"}, "line_items[0][price_data][currency]"),
    ],
)
def test_a_wrong_parameter_is_named(merchant: Merchant, change: dict[str, str], param: str) -> None:
    answer = merchant.post("/v1/checkout/sessions", SESSION | change)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_refunds_come_out_of_the_balance_and_never_twice(psp: PspProcess, merchant: Merchant) -> None:
    session = merchant.session()
    psp.pay(session["id"])
    intent = merchant.http.get(f"/v1/checkout/sessions/{session['id']}").json()["payment_intent"]
    refund = merchant.post("/v1/refunds", {"payment_intent": intent})
    assert (refund.status_code, refund.json()["amount"]) == (200, 50_000)
    assert merchant.post("/v1/refunds", {"payment_intent": intent}).status_code == 400
    balance = merchant.http.get("/v1/balance").json()["available"][0]["amount"]
    assert balance == 10_000_000 - 1_250


def test_a_webhook_is_signed_and_repeated_until_it_is_taken(
    psp: PspProcess, merchant: Merchant, door: Door
) -> None:
    secret = merchant.listen(door.url)
    door.answers = [500, 404]
    psp.pay(merchant.session()["id"])
    tries = [door.next() for _ in range(3)]
    assert len({received.body for received in tries}) == 1
    assert all(is_signed(received, secret) for received in tries)
    assert b'"api_version": "2026-10-28.endive"' in tries[0].body
    assert tries[0].headers["Host"].startswith("api.acme.localhost:")


def test_a_duplicate_comes_when_it_was_asked_for(psp: PspProcess, merchant: Merchant, door: Door) -> None:
    merchant.listen(door.url)
    psp.plan("duplicate_webhook", path=door.url, copies=2)
    psp.pay(merchant.session()["id"])
    assert len({door.next().body for _ in range(3)}) == 1


def test_events_come_last_first_when_it_was_asked_for(
    psp: PspProcess, merchant: Merchant, door: Door
) -> None:
    merchant.listen(door.url)
    psp.plan("reorder_webhooks", path=door.url, times=2, count=2)
    for reference in ("first", "second"):
        psp.pay(merchant.session(client_reference_id=reference)["id"])
    assert [b'"second"' in door.next().body, b'"first"' in door.next().body] == [True, True]


def test_a_forged_delivery_is_followed_by_a_good_one(psp: PspProcess, merchant: Merchant, door: Door) -> None:
    secret = merchant.listen(door.url)
    psp.plan("wrong_signature", path=door.url)
    door.answers = [400]
    psp.pay(merchant.session()["id"])
    assert [is_signed(door.next(), secret), is_signed(door.next(), secret)] == [False, True]


def test_a_dropped_answer_was_carried_out(psp: PspProcess, merchant: Merchant) -> None:
    psp.plan("drop_answer", path="/v1/transfers")
    form = {"amount": "700", "currency": "usd", "destination": "acct_Iris001", "transfer_group": "p-1"}
    with pytest.raises(httpx.RemoteProtocolError):
        merchant.post("/v1/transfers", form, "payout-1")
    assert len(merchant.http.get("/v1/transfers", params={"transfer_group": "p-1"}).json()["data"]) == 1
    assert merchant.post("/v1/transfers", form, "payout-1").json()["amount"] == 700
    assert len(merchant.http.get("/v1/transfers", params={"transfer_group": "p-1"}).json()["data"]) == 1


def test_a_transfer_beyond_the_balance_is_refused(merchant: Merchant) -> None:
    form = {"amount": "10000001", "currency": "usd", "destination": "acct_Iris001"}
    answer = merchant.post("/v1/transfers", form)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "balance_insufficient")


def test_a_restart_forgets_nothing(tmp_path: Path, door: Door) -> None:
    first = start(tmp_path)
    merchant = Merchant(first)
    secret = merchant.listen(door.url)
    first.plan("delay_webhook", seconds=2)
    session = merchant.session()
    first.pay(session["id"])
    first.stop()
    second = start(tmp_path, first.port)
    try:
        again = merchant.http.get(f"/v1/checkout/sessions/{session['id']}").json()
        assert (again["status"], again["payment_status"]) == ("complete", "paid")
        assert is_signed(door.next(), secret)
    finally:
        second.stop()


def test_the_log_shows_each_delivery(psp: PspProcess, merchant: Merchant, door: Door) -> None:
    merchant.listen(door.url)
    psp.pay(merchant.session()["id"])
    door.next()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and psp.deliveries()[0]["state"] != "delivered":
        time.sleep(0.05)
    page = psp.http.get("/").text
    assert "checkout.session.completed" in page
    assert door.url in page


def test_a_port_in_use_says_what_to_do(psp: PspProcess, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "infra.cli", "pspsim", "--port", str(psp.port), "--data", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "choose another port with ATRIUM_PSP_PORT" in ended.stderr
