"""NOWPayments: its signature, its numbers, and what its payments come to in our minor units."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain
from atrium.providers.psp import registry
from atrium.providers.psp.contract import CheckoutIntent, CheckoutStatus, EventKind, ForgedEvent, Psp
from atrium.providers.psp.nowpayments import payloads
from atrium.providers.psp.nowpayments.numbers import canonical, javascript, read
from atrium.providers.psp.nowpayments.signature import HEADER, sign
from infra.simulators.psp.nowpayments import ipn
from infra.simulators.psp.nowpayments.numbers import number, stringify

SECRET = "ipn-secret"
# The protocol's own example: sorted, and what it is signed with.
VECTOR = (Path(payloads.__file__).parent / "recordings" / "ipn_finished.json").read_bytes().strip()
SIGNATURE = (
    "2ba82ca143b5e802b84c0222dec0fe5bdff881c4540601c9fe0dd1d80efbfdb6"
    "890d6bd694ddfa13099aaf5b92d3bbe58171bc7bded100682851789582fc18c8"
)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def psp() -> Psp:
    return registry.open_adapter(
        "nowpayments", {"api_key": "k", "webhook_secret": SECRET, "previous_webhook_secret": "old-secret"}
    )


def test_adapter_and_simulator_sign_the_protocols_own_example() -> None:
    assert sign(SECRET, VECTOR) == SIGNATURE
    assert ipn.sign(SECRET, json.loads(VECTOR, parse_float=Decimal)) == SIGNATURE


def test_keys_in_any_order_and_any_white_space_have_one_signature() -> None:
    told = json.loads(VECTOR)
    shuffled = json.dumps(dict(reversed(told.items())), indent=3).encode()
    assert sign(SECRET, shuffled) == SIGNATURE


@pytest.mark.parametrize(
    ("written", "javascripts"),
    [
        ("15", "15"),
        ("15.0", "15"),
        ("0.1", "0.1"),
        ("1e-7", "1e-7"),
        ("0.0000001", "1e-7"),
        ("0.000001", "0.000001"),
        ("1.5E-10", "1.5e-10"),
        ("1e21", "1e+21"),
        ("1e20", "100000000000000000000"),
        ("123456789.10", "123456789.1"),
        ("9007199254740993", "9007199254740992"),
        ("-0.0", "0"),
        ("-2.50", "-2.5"),
    ],
)
def test_numbers_are_written_as_javascript_writes_them(written: str, javascripts: str) -> None:
    assert javascript(written) == javascripts
    if not written.startswith("-0"):
        assert number(Decimal(written)) == javascripts


def test_keys_are_sorted_at_every_depth_and_letters_stay_letters() -> None:
    text = '{"b":{"z":1,"a":{"y":[{"d":2,"c":1}],"x":"ключ"}},"10":1,"9":2,"a":null}'
    assert canonical(read(text)) == '{"9":2,"10":1,"a":null,"b":{"a":{"x":"ключ","y":[{"c":1,"d":2}]},"z":1}}'
    assert stringify({"b": Decimal("1.0"), "a": None}, sort=True) == '{"a":null,"b":1}'


def test_either_secret_is_good_while_one_is_replaced(psp: Psp) -> None:
    for secret in (SECRET, "old-secret"):
        psp.verify({HEADER: sign(secret, VECTOR)}, VECTOR, NOW)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {HEADER: ""},
        {HEADER: SIGNATURE.upper()},
        {HEADER: SIGNATURE[:-1] + "0"},
        {HEADER: sign("of-somebody-else", VECTOR)},
        {"x-other-sig": SIGNATURE},
    ],
)
def test_a_forged_notification_is_refused(psp: Psp, headers: dict[str, str]) -> None:
    with pytest.raises(ForgedEvent):
        psp.parse_event(headers, VECTOR, NOW)


def test_every_changed_byte_of_a_value_is_noticed(psp: Psp) -> None:
    for place in range(0, len(VECTOR), 7):
        touched = bytearray(VECTOR)
        touched[place] ^= 1
        if bytes(touched).split() == VECTOR.split():
            continue
        with pytest.raises(ForgedEvent):
            psp.verify({HEADER: SIGNATURE}, bytes(touched), NOW)


@pytest.mark.parametrize("body", [b"", b"[", b"{", b"NaN", b'{"a":Infinity}', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_json_is_no_event(psp: Psp, body: bytes) -> None:
    with pytest.raises(ForgedEvent):
        psp.verify({HEADER: SIGNATURE}, body, NOW)


def payment(status: str = "finished", **changes: str) -> str:
    facts = {
        "payment_id": "5745459419",
        "payment_status": f'"{status}"',
        "order_id": '"our-id"',
        "price_amount": "500",
        "price_currency": '"usd"',
        "pay_amount": "500",
        "actually_paid": "500",
        "pay_currency": '"usdttrc20"',
    } | changes
    return "{" + ",".join(f'"{name}":{value}' for name, value in facts.items()) + "}"


@pytest.mark.parametrize(
    ("status", "means"),
    [
        ("waiting", CheckoutStatus.OPEN),
        ("confirming", CheckoutStatus.PENDING),
        ("confirmed", CheckoutStatus.PENDING),
        ("sending", CheckoutStatus.PENDING),
        ("partially_paid", CheckoutStatus.PAID),
        ("finished", CheckoutStatus.PAID),
        ("failed", CheckoutStatus.FAILED),
        ("refunded", CheckoutStatus.FAILED),
        ("expired", CheckoutStatus.EXPIRED),
        ("a_new_word", CheckoutStatus.PENDING),
    ],
)
def test_each_status_means_one_thing(status: str, means: CheckoutStatus) -> None:
    state = payloads.read_state(payment(status))
    assert (state.status, bool(state.payment_id)) == (means, means is CheckoutStatus.PAID)


def test_part_of_a_payment_is_its_share_rounded_down_and_the_rest_is_kept() -> None:
    state = payloads.read_state(payment("partially_paid", pay_amount="300", actually_paid="100.7"))
    assert state.money == Money(16_783, "USD")
    assert state.rest == Decimal("0.003333333333333333")


def test_too_much_is_told_as_it_is() -> None:
    assert payloads.read_state(payment(actually_paid="600")).money == Money(60_000, "USD")


@pytest.mark.parametrize(
    "amount", ["-1", "0", "1e400", '"NaN"', '"abc"', "null", "true", "99999999999999999999"]
)
def test_a_price_that_is_no_amount_books_nothing(amount: str) -> None:
    with pytest.raises(NeverAgain, match="person must look|cannot be read"):
        payloads.read_state(payment(price_amount=amount))


def test_a_notification_names_itself_by_payment_state_and_amount() -> None:
    event = payloads.read_event(payment("partially_paid", actually_paid="100").encode())
    assert (event.external_id, event.our_id) == ("5745459419:partially_paid:100", "our-id")
    assert payloads.read_event(payment("refunded").encode()).kind is EventKind.REFUND


def test_the_price_is_sent_as_the_number_it_is() -> None:
    intent = CheckoutIntent("id", Money(10, "USD"), "t", "m", "http://a", "http://b", notify_url="http://n")
    assert payloads.payment_body(intent).startswith('{"price_amount":0.10,"price_currency": "usd"')
