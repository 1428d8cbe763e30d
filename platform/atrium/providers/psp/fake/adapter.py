"""A provider in memory behind our contract, and its spiteful twin."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Self

from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain, OutcomeUnknown, TryAgain
from atrium.providers.psp.contract import (
    WEBHOOK_TOLERANCE_SECONDS,
    Checkout,
    CheckoutIntent,
    CheckoutState,
    CheckoutStatus,
    EventKind,
    ForgedEvent,
    PayoutIntent,
    PayoutResult,
    PayoutStatus,
    PspEvent,
    ReportKind,
    ReportLine,
    WebhookDoor,
)
from atrium.providers.psp.fake.manifest import MANIFEST
from atrium.providers.psp.fake.memory import Memory, memory

HEADER = "Fake-Signature"


def sign(secret: str, body: bytes, at: int) -> str:
    """The header's value: the time and the signature."""
    return f"{at} {hmac.new(secret.encode(), b'%d.' % at + body, hashlib.sha256).hexdigest()}"


class FakePsp:
    def __init__(self, knows: Memory, secrets: tuple[str, ...]) -> None:
        self.memory, self._secrets = knows, secrets

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, str]) -> Self:
        MANIFEST.check_complete(credentials)
        secrets = (credentials["webhook_secret"], credentials.get("previous_webhook_secret", ""))
        return cls(memory(credentials["memory"]), tuple(filter(None, secrets)))

    def open_checkout(self, intent: CheckoutIntent) -> Checkout:
        MANIFEST.check_currency(intent.money.currency)
        reference = f"checkout_{intent.our_id}"
        before = self.memory.checkouts.get(reference)
        if before is not None and before.money != intent.money:
            raise NeverAgain("The same id was used for another amount.", code="idempotency")
        state = before or CheckoutState(reference, intent.our_id, CheckoutStatus.OPEN, intent.money)
        self.memory.checkouts[reference] = state
        return Checkout(reference, f"https://pay.example/{reference}", datetime.now(UTC) + timedelta(days=1))

    def fetch_checkout(self, reference: str) -> CheckoutState:
        try:
            return self.memory.checkouts[reference]
        except KeyError:
            raise NeverAgain(
                "The payment provider knows no such checkout.", code="resource_missing"
            ) from None

    def request_payout(self, intent: PayoutIntent) -> PayoutResult:
        our_id, money = intent.our_id, intent.money
        MANIFEST.check_currency(money.currency)
        if "missing" in intent.destination:
            raise NeverAgain("The payment provider knows no such destination.", code="resource_missing")
        made = self.memory.payouts.get(our_id)
        if made is not None and made.money != money:
            raise NeverAgain("The same id was used for another amount.", code="idempotency")
        if made is None:
            made = PayoutResult(self.memory.next_id("payout_"), our_id, PayoutStatus.PAID, money)
            self.memory.payouts[our_id] = made
            self.memory.enter(ReportKind.PAYOUT, made.reference, our_id, -money)
            self.memory.tell("payout", made.reference, our_id, money, made.status)
        return made

    def fetch_payout(self, our_id: str) -> PayoutResult | None:
        return self.memory.payouts.get(our_id)

    def refund(self, *, our_id: str, payment_id: str, money: Money) -> PayoutResult:
        if our_id in self.memory.refunds:
            return self.memory.refunds[our_id][1]
        paid = self.memory.paid(payment_id)
        if paid is None or self.memory.refunded(payment_id) + money.amount_minor > paid.amount_minor:
            raise NeverAgain("More than was paid cannot be refunded.", code="refund_too_large")
        made = PayoutResult(self.memory.next_id("refund_"), our_id, PayoutStatus.PAID, money)
        self.memory.refunds[our_id] = (payment_id, made)
        self.memory.enter(ReportKind.REFUND, payment_id, our_id, -money)
        self.memory.tell("refund", made.reference, our_id, money, made.status)
        return made

    def fetch_refund(self, our_id: str, payment_id: str) -> PayoutResult | None:
        return self.memory.refunds.get(our_id, ("", None))[1]

    def report(self, *, since: datetime, until: datetime) -> Iterator[ReportLine]:
        return (line for line in list(self.memory.books) if since <= line.at < until)

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        given = next((value for name, value in headers.items() if name.lower() == HEADER.lower()), "")
        at, _, _ = given.partition(" ")
        if not at.isdecimal() or not at.isascii():
            raise ForgedEvent("There is no signature.", code="no_signature")
        good = [sign(secret, body, int(at)).encode() for secret in self._secrets]
        if not any(hmac.compare_digest(one, given.encode()) for one in good):
            raise ForgedEvent("The signature does not belong to this body.", code="wrong_signature")
        if abs(now.timestamp() - int(at)) > WEBHOOK_TOLERANCE_SECONDS:
            raise ForgedEvent("The signature is too old or too new.", code="wrong_time")

    def read_event(self, body: bytes) -> PspEvent:
        try:
            event = json.loads(body)
            return PspEvent(
                kind=EventKind(event["kind"]),
                external_id=event["id"],
                reference=event["reference"],
                our_id=event["our_id"],
                money=Money(event["amount_minor"], event["currency"]),
                status=event["status"],
                at=datetime.fromisoformat(event["at"]),
                vendor_kind=event["kind"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise NeverAgain("The body is not an event of this provider.", code="no_event") from error

    def parse_event(self, headers: Mapping[str, str], body: bytes, now: datetime) -> PspEvent:
        self.verify(headers, body, now)
        return self.read_event(body)

    def open_webhook(self, url: str) -> WebhookDoor:
        return WebhookDoor(self.memory.next_id("door_"), self._secrets[0])

    def check(self) -> None:
        return None

    def close(self) -> None:
        return None


class SpitefulPsp(FakePsp):
    """Does what a provider may do on a bad day: `spite` names the next call's fate, one after the other.

    "busy": nothing is done. "lost request": nothing is done and nobody knows. "lost answer": done, and nobody knows.
    """

    def __init__(self, knows: Memory, secrets: tuple[str, ...], spite: list[str] | None = None) -> None:
        super().__init__(knows, secrets)
        self.spite = spite or []

    def open_checkout(self, intent: CheckoutIntent) -> Checkout:
        fate = self._fate()
        checkout = super().open_checkout(intent)
        self._lose(fate)
        return checkout

    def request_payout(self, intent: PayoutIntent) -> PayoutResult:
        fate = self._fate()
        made = super().request_payout(intent)
        self._lose(fate)
        return made

    def _fate(self) -> str:
        fate = self.spite.pop(0) if self.spite else ""
        if fate == "busy":
            raise TryAgain("The payment provider is busy; nothing was done.", code="busy")
        if fate == "lost request":
            raise OutcomeUnknown("The payment provider did not answer.", code="lost")
        return fate

    def _lose(self, fate: str) -> None:
        if fate == "lost answer":
            raise OutcomeUnknown("The payment provider did not answer.", code="lost")
