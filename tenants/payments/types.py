"""What payments decide from: plain values, gathered by the services."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from atrium.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Limits:
    """In units of the payment's own currency."""

    smallest: Decimal
    largest: Decimal


@dataclass(frozen=True, slots=True)
class DepositFacts:
    money: Money
    wallet_currency: str
    limits: Limits
    kyc_allows: bool
    kyc_reason: str
    method_serves_currency: bool


@dataclass(frozen=True, slots=True)
class PayoutFacts:
    money: Money
    wallet_currency: str
    limits: Limits
    partner_active: bool
    destination: str
    method_serves_currency: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Empty reasons mean yes. Each is a sentence for the person who asked, with the field it is about."""

    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class MethodOffer:
    """A way to pay as it is offered to one client. `missing` says in words what stands against it; empty: it may be chosen.
    `fee` is what the client bears and `arrives` what is left; both need an amount."""

    method_id: uuid.UUID
    label: str
    kind: str
    smallest: Money | None
    largest: Money | None
    minutes: int
    instructions: str
    fee_fixed: Decimal
    fee_percent: Decimal
    client_pays: bool
    fee: Money | None
    arrives: Money | None
    missing: tuple[str, ...]

    @property
    def open(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class ClientMoney:
    """In minor units of one currency: what clients may claim, and what providers and banks hold."""

    currency: str
    required_minor: int
    held_minor: int
    # What providers kept of it and the house bears, less what clients paid the house and what the house paid in.
    fees_minor: int = 0

    @property
    def required(self) -> Money:
        return Money(self.required_minor, self.currency)

    @property
    def held(self) -> Money:
        return Money(self.held_minor, self.currency)

    @property
    def excess(self) -> Money:
        """Below zero: a shortfall."""
        return self.held - self.required

    @property
    def fees_to_pay_in(self) -> Money:
        """What of a shortfall comes of fees that providers took out of clients' money: the house's to pay in."""
        shortfall = max(-self.excess.amount_minor, 0)
        return Money(min(shortfall, max(self.fees_minor, 0)), self.currency)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list that a month's close goes through. `detail` is a figure or a date, for the page to dress."""

    code: str
    holds: bool
    detail: str


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """What the person at the page showed: a code, or the passkey that the page has just checked."""

    code: str = ""
    passkey_id: int | None = None
