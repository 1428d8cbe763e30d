"""Stripe's webhook signature: two vectors computed with its SDK, and everything that must not pass."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from stripe import WebhookSignature

from atrium.providers.psp.contract import ForgedEvent
from atrium.providers.psp.stripe.signature import check_signature, sign
from infra.simulators.psp.courier import signature_header

SECRET = "whsec_test_secret"
AT = 1_700_000_000
NOW = datetime.fromtimestamp(AT, tz=UTC)
BODY = b'{"id":"evt_test_webhook","object":"event"}'
PRETTY = b'{\n  "id": "evt_test_webhook",\n  "object": "event"\n}'
GOOD = "d95c6b7477fbd7e9f90b1b0ef5f9c7ac25abca5382460e0d988c2b2a5b71b990"
PRETTY_GOOD = "4f1cd7feda9826e746b7d482c4badebb657398df1099e1046364f6196a230150"


def check(
    header: str | None, *, body: bytes = BODY, at: int = AT, secrets: tuple[str, ...] = (SECRET,)
) -> None:
    headers = {} if header is None else {"stripe-signature": header}
    check_signature(headers, body, datetime.fromtimestamp(at, tz=UTC), secrets)


@pytest.mark.parametrize(("body", "expected"), [(BODY, GOOD), (PRETTY, PRETTY_GOOD)])
def test_the_vectors_are_signed_by_adapter_simulator_and_sdk_alike(body: bytes, expected: str) -> None:
    assert sign(SECRET, body, AT) == expected
    assert signature_header(SECRET, body, AT) == f"t={AT},v1={expected}"
    assert WebhookSignature.generate_signature_header(body.decode(), SECRET, AT) == f"t={AT},v1={expected}"
    check(f"t={AT},v1={expected}", body=body)


@pytest.mark.parametrize("place", range(len(BODY)))
def test_every_byte_of_the_body_counts(place: int) -> None:
    touched = bytearray(BODY)
    touched[place] ^= 1
    with pytest.raises(ForgedEvent):
        check(f"t={AT},v1={GOOD}", body=bytes(touched))


@pytest.mark.parametrize("place", range(len(GOOD)))
def test_every_digit_of_the_signature_counts(place: int) -> None:
    touched = GOOD[:place] + ("0" if GOOD[place] != "0" else "1") + GOOD[place + 1 :]
    with pytest.raises(ForgedEvent):
        check(f"t={AT},v1={touched}")


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_five_minutes_either_way_are_believed(seconds: int) -> None:
    check(f"t={AT},v1={GOOD}", at=AT + seconds)


@pytest.mark.parametrize("seconds", [-301, 301, -86_400, 86_400])
def test_stale_and_future_are_forged_alike(seconds: int) -> None:
    with pytest.raises(ForgedEvent, match="five minutes"):
        check(f"t={AT},v1={GOOD}", at=AT + seconds)


def test_the_signed_time_cannot_be_moved() -> None:
    with pytest.raises(ForgedEvent):
        check(f"t={AT + 1000},v1={GOOD}", at=AT + 1000)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        " ",
        "garbage",
        f"v1={GOOD}",
        f"t={AT}",
        f"t=,v1={GOOD}",
        f"t=-{AT},v1={GOOD}",
        f"t=now,v1={GOOD}",
        f"t={AT},t={AT},v1={GOOD}",
        f"t={AT},v0={GOOD}",
        f"t={AT},v1=",
        f"t={AT},v1=ö",
        f"t=\N{ARABIC-INDIC DIGIT ONE},v1={GOOD}",
    ],
)
def test_a_missing_or_broken_header_is_forged(header: str | None) -> None:
    with pytest.raises(ForgedEvent):
        check(header)


def test_another_endpoints_secret_is_forged() -> None:
    with pytest.raises(ForgedEvent):
        check(f"t={AT},v1={sign('whsec_other', BODY, AT)}")


@pytest.mark.parametrize("secrets", [(), ("",), (" ",)])
def test_without_a_secret_nothing_is_believed(secrets: tuple[str, ...]) -> None:
    for secret in ("", " "):
        with pytest.raises(ForgedEvent):
            check(f"t={AT},v1={sign(secret, BODY, AT)}", secrets=secrets)


@pytest.mark.parametrize("signatures", [("0" * 64, GOOD), (GOOD, "0" * 64)])
def test_one_good_signature_of_two_is_enough(signatures: tuple[str, str]) -> None:
    check(f"t={AT},v1={signatures[0]},v1={signatures[1]},v0=ignored")


@pytest.mark.parametrize("signed_with", ["whsec_old", "whsec_new"])
def test_two_secrets_are_accepted_while_one_is_replaced(signed_with: str) -> None:
    check(f"t={AT},v1={sign(signed_with, BODY, AT)}", secrets=("whsec_new", "whsec_old"))


def test_the_header_is_found_however_it_is_spelled() -> None:
    for name in ("Stripe-Signature", "stripe-signature", "STRIPE-SIGNATURE"):
        check_signature({name: f"t={AT},v1={GOOD}"}, BODY, NOW, (SECRET,))
