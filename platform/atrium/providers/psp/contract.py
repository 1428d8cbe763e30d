"""What Atrium asks of a payment service provider. Vendor words and vendor units end at the adapter.

Every verb either does what it says or raises one of the three ends of `atrium.providers.errors`. Our record's id is
the idempotency key of every call that moves money, so the same call with the same id happens once. `fetch_checkout`
and `fetch_payout` are how the caller learns what happened after OutcomeUnknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable

from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain

WEBHOOK_TOLERANCE_SECONDS = 300


class ForgedEvent(NeverAgain):
    """The event is not from the provider, or is too old or too new to be believed. Nothing may follow from it."""


class CheckoutStatus(StrEnum):
    OPEN = "open"
    PENDING = "pending"  # the payer is done, the money is not there yet
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class PayoutStatus(StrEnum):
    SENT = "sent"  # accepted, on its way
    PAID = "paid"
    RETURNED = "returned"  # came back, wholly or partly
    FAILED = "failed"  # was accepted and did not go out after all: nothing left the broker


class DisputeStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class EventKind(StrEnum):
    CHECKOUT = "checkout"
    PAYOUT = "payout"
    REFUND = "refund"
    DISPUTE = "dispute"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, for providers that ask. `id` is our own short name for the client."""

    id: str = ""
    first_name: str = ""
    last_name: str = ""
    country: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CheckoutIntent:
    """One payment that we ask somebody to make. `our_id` is the deposit's id; `notify_url` is where the provider tells what
    became of it, and `option` its own word for a coin or sub-method. Providers that need none of them leave them alone."""

    our_id: str
    money: Money
    title: str
    merchant: str
    success_url: str
    cancel_url: str
    email: str = ""
    language: str = "en"
    notify_url: str = ""
    option: str = ""
    payer: Payer = Payer()


@dataclass(frozen=True, slots=True)
class Checkout:
    """A page where it is paid. `reference` is the provider's name for it. A provider without a page of its own says in
    `pay_to` what our page must show: address, amount, currency, and a memo where the coin needs one."""

    reference: str
    url: str
    expires_at: datetime
    pay_to: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckoutState:
    """What the provider says now. `payment_id` names the payment itself; `fee` is what the provider kept of it; `rest` is
    what it counted finer than our minor unit, in units of the currency: the money is rounded down."""

    reference: str
    our_id: str
    status: CheckoutStatus
    money: Money
    payment_id: str = ""
    fee: Money | None = None
    rest: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class PayoutIntent:
    """Money to send, once per `our_id`. `destination` is an account, an e-mail address at an e-wallet or an address on a
    chain; `network` says which e-wallet or chain, `asset` which coin. Providers that need none of the rest leave it alone."""

    our_id: str
    money: Money
    destination: str
    description: str = "Payout"
    network: str = ""
    asset: str = ""
    notify_url: str = ""
    payee: Payer = Payer()


@dataclass(frozen=True, slots=True)
class PayoutResult:
    """`returned`: what of it has come back, where the provider says so. `sent_as` is what left in its place, for coins:
    “0.0125 BTC”; `proof` the name under which anybody may look it up, a transaction's hash."""

    reference: str
    our_id: str
    status: PayoutStatus
    money: Money
    returned: Money | None = None
    sent_as: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class PspEvent:
    """One thing the provider told us. A fact about a payment may arrive in several events, in any order.

    `reference` is the provider's name for the checkout, payout or payment, `our_id` our own id for it when the
    provider repeats it. `status` is a CheckoutStatus or PayoutStatus for those kinds, a DisputeStatus for disputes, and
    empty for the others. `payment_id` names the payment that a refund or a dispute is about.
    """

    kind: EventKind
    external_id: str
    reference: str
    our_id: str
    money: Money | None
    status: str
    at: datetime
    vendor_kind: str
    payment_id: str = ""
    # Of a dispute: what the provider took for it, and what of that it gave back.
    fee: Money | None = None
    fee_back: Money | None = None


@dataclass(frozen=True, slots=True)
class WebhookDoor:
    """Our address as the provider knows it, and the secret with which it signs what it sends there."""

    reference: str
    secret: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider wants to hear when it has told us something."""

    body: bytes
    content_type: str
    headers: Mapping[str, str]


@runtime_checkable
class Acknowledging(Protocol):
    """A provider that sends an event again until it is answered in its own words."""

    def acknowledge(self, now: datetime) -> Answer: ...


class ReportKind(StrEnum):
    PAYMENT = "payment"
    PAYOUT = "payout"
    PAYOUT_BACK = "payout_back"
    REFUND = "refund"
    DISPUTE = "dispute"  # a payment that its payer's bank took back, or gave again
    OTHER = "other"  # the provider's own business: payouts to the broker's bank, fees by the month


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One movement of the broker's money in the provider's own books: positive came in, negative went out.

    `reference` is what `CheckoutState.payment_id` said of a payment and `PayoutResult.reference` of a payout; of what came
    back, the one that it came back of. `line_id` is the provider's name for this line.
    """

    line_id: str
    kind: ReportKind
    reference: str
    our_id: str
    money: Money
    fee: Money
    at: datetime


@runtime_checkable
class Reporting(Protocol):
    """A provider that shows its books. One that does not is asked payment by payment."""

    def report(self, *, since: datetime, until: datetime) -> Iterator[ReportLine]:
        """Every line from `since` up to but not including `until`, read page by page."""
        ...


@runtime_checkable
class Refunding(Protocol):
    """A provider that sends money back to the card or account that a payment came from."""

    def refund(self, *, our_id: str, payment_id: str, money: Money) -> PayoutResult:
        """Once per `our_id`. OutcomeUnknown: ask `fetch_refund` before anything else."""
        ...

    def fetch_refund(self, our_id: str, payment_id: str) -> PayoutResult | None: ...


class Psp(Protocol):
    def open_checkout(self, intent: CheckoutIntent) -> Checkout:
        """The page where this intent is paid; the same intent again gives the same page."""
        ...

    def fetch_checkout(self, reference: str) -> CheckoutState: ...

    def request_payout(self, intent: PayoutIntent) -> PayoutResult:
        """OutcomeUnknown: ask `fetch_payout` before anything else."""
        ...

    def fetch_payout(self, our_id: str) -> PayoutResult | None:
        """The payout that was made for our id, or None if the provider knows of none. One that was made and not yet
        confirmed, where the provider wants that, is confirmed by asking for it."""
        ...

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """Raises ForgedEvent unless the raw body is signed with one of our secrets, within five minutes of `now`."""
        ...

    def read_event(self, body: bytes) -> PspEvent:
        """What a body says that was verified when it came. Raises NeverAgain if it is no event."""
        ...

    def parse_event(self, headers: Mapping[str, str], body: bytes, now: datetime) -> PspEvent:
        """`verify`, then `read_event`."""
        ...

    def open_webhook(self, url: str) -> WebhookDoor:
        """Ask the provider to send its events to this address."""
        ...

    def check(self) -> None:
        """Raises one of the provider errors if these credentials do not work."""
        ...

    def close(self) -> None: ...
