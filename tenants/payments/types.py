"""What payments decide from: plain values, gathered by the services."""

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
