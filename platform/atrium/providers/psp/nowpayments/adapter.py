"""NOWPayments behind our contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Self

import httpx

from atrium.providers.errors import NeverAgain
from atrium.providers.psp.calls import Calls
from atrium.providers.psp.contract import (
    Checkout,
    CheckoutIntent,
    CheckoutState,
    PayoutIntent,
    PayoutResult,
    PspEvent,
    WebhookDoor,
)
from atrium.providers.psp.nowpayments import payloads
from atrium.providers.psp.nowpayments.manifest import DEFAULT_API, MANIFEST, PAYOUT_LOGIN
from atrium.providers.psp.nowpayments.payouts import Payouts
from atrium.providers.psp.nowpayments.signature import check_signature


class NowPaymentsAdapter:
    """There is no page over there: the payer sends coins to an address, which our own page shows.

    Creating a payment moves nothing and carries no idempotency key; one whose answer was lost is never shown to anybody, so
    asking again makes another address and does no harm. Both name our id, and whatever is paid to either is found by it.
    """

    def __init__(
        self, api_key: str, secrets: tuple[str, ...], calls: Calls, login: tuple[str, str, str]
    ) -> None:
        self._headers, self._secrets, self._calls = {"x-api-key": api_key}, secrets, calls
        self._payouts = Payouts(self._headers, login, calls)

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, str], client: httpx.Client | None = None) -> Self:
        MANIFEST.check_complete(credentials)
        secrets = (credentials["webhook_secret"], credentials.get("previous_webhook_secret", ""))
        calls = Calls(credentials.get("base_url") or DEFAULT_API, client)
        email, password, code = (credentials.get(name, "") for name in PAYOUT_LOGIN)
        return cls(credentials["api_key"], tuple(filter(None, secrets)), calls, (email, password, code))

    def open_checkout(self, intent: CheckoutIntent) -> Checkout:
        MANIFEST.check_currency(intent.money.currency)
        text = self._calls.post("/payment", self._headers, payloads.payment_body(intent))
        return payloads.read_checkout(text, intent.success_url)

    def fetch_checkout(self, reference: str) -> CheckoutState:
        if not reference.isalnum():
            raise NeverAgain("The payment provider knows no such payment.", code="no_payment")
        return payloads.read_state(self._calls.get(f"/payment/{reference}", self._headers))

    def request_payout(self, intent: PayoutIntent) -> PayoutResult:
        MANIFEST.check_currency(intent.money.currency)
        return self._payouts.request(intent)

    def fetch_payout(self, our_id: str) -> PayoutResult | None:
        return self._payouts.find(our_id)

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        check_signature(headers, body, self._secrets)

    def read_event(self, body: bytes) -> PspEvent:
        return payloads.read_event(body)

    def parse_event(self, headers: Mapping[str, str], body: bytes, now: datetime) -> PspEvent:
        self.verify(headers, body, now)
        return self.read_event(body)

    def open_webhook(self, url: str) -> WebhookDoor:
        raise NeverAgain(
            "NOWPayments is told our address with each payment. Make an IPN secret key in its settings and enter it here.",
            code="by_hand",
        )

    def check(self) -> None:
        self._calls.get("/currencies", self._headers)

    def close(self) -> None:
        self._calls.close()
