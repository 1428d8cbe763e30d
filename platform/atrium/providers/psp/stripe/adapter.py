"""Stripe behind our contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, Self

import httpx
import stripe

from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain, OutcomeUnknown
from atrium.providers.psp.contract import (
    Checkout,
    CheckoutIntent,
    CheckoutState,
    PayoutIntent,
    PayoutResult,
    PspEvent,
    ReportLine,
    WebhookDoor,
)
from atrium.providers.psp.stripe import payloads
from atrium.providers.psp.stripe.client import API_VERSION, build_client, outgoing, stripe_errors
from atrium.providers.psp.stripe.manifest import DEFAULT_API, MANIFEST
from atrium.providers.psp.stripe.signature import check_signature

_WITH_FEE = ["payment_intent.latest_charge.balance_transaction"]


class StripeAdapter:
    """Checking a signature needs no connection, so the client is made when it is first used."""

    def __init__(
        self, secret_key: str, base_url: str, webhook_secrets: tuple[str, ...], client: httpx.Client | None
    ) -> None:
        self._secret_key, self._base_url, self._webhook_secrets = secret_key, base_url, webhook_secrets
        self._client = client

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, str], client: httpx.Client | None = None) -> Self:
        """The webhook secret may come later than the key: it is the answer to `open_webhook`.

        `client` is for tests that replay recorded answers.
        """
        if not credentials.get("secret_key"):
            MANIFEST.check_complete(credentials)
        base_url = (credentials.get("base_url") or DEFAULT_API).rstrip("/")
        secrets = (credentials.get("webhook_secret", ""), credentials.get("previous_webhook_secret", ""))
        return cls(credentials["secret_key"], base_url, tuple(filter(None, secrets)), client)

    @cached_property
    def _stripe(self) -> stripe.StripeClient:
        self._client = self._client or outgoing(self._base_url)
        return build_client(self._secret_key, self._base_url, self._client)

    def open_checkout(self, intent: CheckoutIntent) -> Checkout:
        MANIFEST.check_currency(intent.money.currency)
        params: Any = payloads.checkout_params(intent)
        with stripe_errors(changes=True):
            session = self._stripe.v1.checkout.sessions.create(
                params=params, options={"idempotency_key": f"checkout:{intent.our_id}"}
            )
        return payloads.read_checkout(session.to_dict())

    def fetch_checkout(self, reference: str) -> CheckoutState:
        with stripe_errors(changes=False):
            session = self._stripe.v1.checkout.sessions.retrieve(reference, params={"expand": _WITH_FEE})
        return payloads.read_checkout_state(session.to_dict())

    def request_payout(self, intent: PayoutIntent) -> PayoutResult:
        MANIFEST.check_currency(intent.money.currency)
        params: Any = payloads.payout_params(intent)
        with stripe_errors(changes=True):
            transfer = self._stripe.v1.transfers.create(
                params=params, options={"idempotency_key": f"payout:{intent.our_id}"}
            )
        return payloads.read_payout(transfer.to_dict())

    def fetch_payout(self, our_id: str) -> PayoutResult | None:
        with stripe_errors(changes=False):
            found = self._stripe.v1.transfers.list(params={"transfer_group": our_id, "limit": 10}).data
        if len(found) > 1:
            raise OutcomeUnknown(
                f"The payment provider shows {len(found)} payouts for {our_id}. A person must look at them.",
                code="several_payouts",
            )
        return payloads.read_payout(found[0].to_dict()) if found else None

    def refund(self, *, our_id: str, payment_id: str, money: Money) -> PayoutResult:
        params: Any = payloads.refund_params(our_id, payment_id, money)
        with stripe_errors(changes=True):
            refund = self._stripe.v1.refunds.create(
                params=params, options={"idempotency_key": f"refund:{our_id}"}
            )
        return payloads.read_refund(refund.to_dict())

    def fetch_refund(self, our_id: str, payment_id: str) -> PayoutResult | None:
        with stripe_errors(changes=False):
            found = self._stripe.v1.refunds.list(params={"payment_intent": payment_id, "limit": 100}).data
        made = [payloads.read_refund(one.to_dict()) for one in found]
        return next((one for one in made if one.our_id == our_id), None)

    def report(self, *, since: datetime, until: datetime) -> Iterator[ReportLine]:
        """Balance transactions: what Stripe itself counts the balance from."""
        created = {"gte": int(since.timestamp()), "lt": int(until.timestamp())}
        params: Any = {"created": created, "limit": 100, "expand": ["data.source"]}
        while True:
            with stripe_errors(changes=False):
                page = self._stripe.v1.balance_transactions.list(params=params)
            yield from (payloads.read_report_line(entry.to_dict()) for entry in page.data)
            if not page.has_more:
                return
            params = {**params, "starting_after": page.data[-1].id}

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        check_signature(headers, body, now, self._webhook_secrets)

    def read_event(self, body: bytes) -> PspEvent:
        return payloads.read_event(body)

    def parse_event(self, headers: Mapping[str, str], body: bytes, now: datetime) -> PspEvent:
        self.verify(headers, body, now)
        return self.read_event(body)

    def open_webhook(self, url: str) -> WebhookDoor:
        params: Any = {"url": url, "enabled_events": list(payloads.EVENTS), "api_version": API_VERSION}
        with stripe_errors(changes=True):
            endpoint = self._stripe.v1.webhook_endpoints.create(params=params)
        if not endpoint.secret:
            raise NeverAgain("The payment provider opened the webhook but told no secret. Enter it by hand.")
        return WebhookDoor(endpoint.id, endpoint.secret)

    def check(self) -> None:
        with stripe_errors(changes=False):
            self._stripe.v1.balance.retrieve()

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
