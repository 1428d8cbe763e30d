"""Praxis behind our contract. An order of theirs bears our deposit's id, so that is its reference on both sides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Self

import httpx

from atrium.providers.errors import NeverAgain
from atrium.providers.psp.calls import Calls
from atrium.providers.psp.contract import (
    Answer,
    Checkout,
    CheckoutIntent,
    CheckoutState,
    PayoutIntent,
    PayoutResult,
    PspEvent,
    WebhookDoor,
)
from atrium.providers.psp.praxis import payloads, payouts, signature
from atrium.providers.psp.praxis.manifest import DEFAULT_API, MANIFEST


class PraxisAdapter:
    def __init__(
        self, merchant: Mapping[str, str], secrets: tuple[str, ...], calls: Calls, gateways: Mapping[str, str]
    ) -> None:
        self._merchant, self._secrets, self._calls = merchant, secrets, calls
        self._gateways = gateways

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, str], client: httpx.Client | None = None) -> Self:
        MANIFEST.check_complete(credentials)
        merchant = {name: credentials[name] for name in ("merchant_id", "application_key")}
        secrets = (credentials["merchant_secret"], credentials.get("previous_merchant_secret", ""))
        calls = Calls(credentials.get("base_url") or DEFAULT_API, client)
        gateways = {wallet: credentials.get(name, "") for wallet, name in payouts.GATEWAYS.items()}
        return cls(merchant, tuple(filter(None, secrets)), calls, gateways)

    def open_checkout(self, intent: CheckoutIntent) -> Checkout:
        MANIFEST.check_currency(intent.money.currency)
        now = datetime.now(UTC)
        body = payloads.checkout_body(intent, self._merchant, int(now.timestamp()))
        text = self._calls.post("/cashier/cashier", self._signed(body, signature.CHECKOUT), json.dumps(body))
        return payloads.read_checkout(text, intent.our_id, now)

    def fetch_checkout(self, reference: str) -> CheckoutState:
        return payloads.read_state(self._find(reference), reference)

    def request_payout(self, intent: PayoutIntent) -> PayoutResult:
        MANIFEST.check_currency(intent.money.currency)
        now = int(datetime.now(UTC).timestamp())
        body = payouts.payout_body(intent, self._gateways, self._merchant, now)
        text = self._calls.post("/direct/apm", self._signed(body, signature.PAYOUT), json.dumps(body))
        return payouts.read_payout(text, intent.our_id, changes=True)

    def fetch_payout(self, our_id: str) -> PayoutResult | None:
        try:
            return payouts.read_payout(self._find(our_id), our_id, changes=False)
        except NeverAgain as refusal:
            if not refusal.code.isdecimal():
                raise
            return None  # there is no such order

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        signature.check_notification(headers, body, now, self._secrets)

    def read_event(self, body: bytes) -> PspEvent:
        return payloads.read_event(body)

    def parse_event(self, headers: Mapping[str, str], body: bytes, now: datetime) -> PspEvent:
        self.verify(headers, body, now)
        return self.read_event(body)

    def acknowledge(self, now: datetime) -> Answer:
        answer = {
            "status": 0,
            "description": "Ok",
            "version": payloads.VERSION,
            "timestamp": int(now.timestamp()),
        }
        return Answer(json.dumps(answer).encode(), "application/json", self._signed(answer, signature.ANSWER))

    def open_webhook(self, url: str) -> WebhookDoor:
        raise NeverAgain(
            "Praxis is told our address with each payment; there is nothing to open.", code="by_hand"
        )

    def check(self) -> None:
        """An order that there cannot be: a wrong key is refused before it is looked for."""
        try:
            self._find("atrium-check")
        except NeverAgain as refusal:
            if refusal.code == "authentication":
                raise

    def close(self) -> None:
        self._calls.close()

    def _find(self, order_id: str) -> str:
        now = int(datetime.now(UTC).timestamp())
        body = {**self._merchant, "order_id": order_id, "version": payloads.VERSION, "timestamp": now}
        headers = self._signed(body, signature.FIND_ORDER)
        return self._calls.ask("/agent/find-order", headers, json.dumps(body))

    def _signed(self, body: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
        return {signature.HEADER: signature.sign_fields(body, names, self._secrets[0])}
