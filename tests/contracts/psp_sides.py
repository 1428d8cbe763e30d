"""Providers that are told with each payment where to tell of it, at the simulator's process."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from atrium.providers.psp import registry
from atrium.providers.psp.contract import (
    Checkout,
    CheckoutIntent,
    CheckoutStatus,
    EventKind,
    PayoutIntent,
    PayoutResult,
    Psp,
)
from tests.contracts.psp_process import Door, PspProcess

FAULTS = {"lost answer": "drop_answer", "lost request": "lose_request", "busy": "server_error"}


class Notified:
    """The adapter, with the address of the test's own door in each intent."""

    def __init__(self, psp: Psp, door: Door) -> None:
        self.psp, self.door = psp, door

    def open_checkout(self, intent: CheckoutIntent) -> Checkout:
        return self.psp.open_checkout(replace(intent, notify_url=self.door.url))

    def request_payout(self, intent: PayoutIntent) -> PayoutResult:
        return self.psp.request_payout(replace(intent, notify_url=self.door.url))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.psp, name)


@dataclass(frozen=True)
class Side:
    """One vendor at the simulator: its adapter, how it is paid, and where its API begins there."""

    psp: Any
    credentials: dict[str, str]
    pay: Callable[[str], object]
    path: str


def nowpayments(process: PspProcess, door: Door) -> Side:
    api_key = "-".join(uuid.uuid4().hex[place : place + 7].upper() for place in (0, 7, 14, 21))
    answer = process.http.get("/_control/nowpayments/secret", params={"api_key": api_key})
    credentials = {
        "api_key": api_key,
        "webhook_secret": answer.json()["secret"],
        "base_url": f"{process.url}/nowpayments/v1",
        "payout_email": "finance@acme.example",
        "payout_password": "a password",
        "payout_code_secret": process.http.get(
            "/_control/nowpayments/totp", params={"api_key": api_key}
        ).json()["secret"],
    }

    def pay(reference: str, share: str = "1") -> None:
        body = {"share": share}
        process.http.post(f"/_control/nowpayments/{reference}/pay", json=body).raise_for_status()

    psp = Notified(registry.open_adapter("nowpayments", credentials), door)
    return Side(psp, credentials, pay, "/nowpayments/v1/payment")


def praxis(process: PspProcess, door: Door) -> Side:
    merchant_id = f"API-{uuid.uuid4().hex[:12]}"
    answer = process.http.get("/_control/praxis/secret", params={"merchant_id": merchant_id})
    credentials = {
        "merchant_id": merchant_id,
        "application_key": "acme.example",
        "merchant_secret": answer.json()["secret"],
        "base_url": process.url,
        "gateway_skrill": "skrill-acme",
    }

    def pay(reference: str, number: str = "4242424242424242") -> None:
        body = {"number": number}
        process.http.post(f"/_control/praxis/{reference}/pay", json=body).raise_for_status()

    psp = Notified(registry.open_adapter("praxis", credentials), door)
    return Side(psp, credentials, pay, "/")


SIDES = {"nowpayments": nowpayments, "praxis": praxis}


def paid_event(psp: Any, door: Door, kind: EventKind) -> tuple[dict[str, str], bytes]:
    """The event of this kind; of a checkout, the one that tells that it is paid: some tell each step before it."""
    while True:
        received = door.next()
        event = psp.read_event(received.body)
        if event.kind is kind and (kind is not EventKind.CHECKOUT or event.status == CheckoutStatus.PAID):
            return received.headers, received.body
