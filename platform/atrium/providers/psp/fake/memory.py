"""What the fake provider knows: checkouts, payouts, and the events that it has not delivered yet."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain
from atrium.providers.psp.contract import (
    CheckoutState,
    CheckoutStatus,
    PayoutResult,
    ReportKind,
    ReportLine,
)

FEE_BASIS_POINTS = 250


@dataclass
class Memory:
    checkouts: dict[str, CheckoutState] = field(default_factory=dict)
    payouts: dict[str, PayoutResult] = field(default_factory=dict)
    refunds: dict[str, tuple[str, PayoutResult]] = field(default_factory=dict)
    events: list[bytes] = field(default_factory=list)
    books: list[ReportLine] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def next_id(self, prefix: str) -> str:
        return f"{prefix}{next(self.numbers)}"

    def pay(self, reference: str, money: Money | None = None) -> None:
        """What the payer does on the hosted page; `money` is for a provider that takes another amount."""
        before = self.checkouts[reference]
        if before.status is not CheckoutStatus.OPEN:
            raise NeverAgain("This checkout is closed.")
        paid = money or before.money
        fee = Money((paid.amount_minor * FEE_BASIS_POINTS + 5_000) // 10_000, paid.currency)
        after = replace(
            before, status=CheckoutStatus.PAID, money=paid, payment_id=self.next_id("pay_"), fee=fee
        )
        self.checkouts[reference] = after
        self.enter(ReportKind.PAYMENT, after.payment_id, after.our_id, paid, fee)
        self.tell("checkout", reference, after.our_id, paid, after.status)

    def enter(
        self, kind: ReportKind, reference: str, our_id: str, money: Money, fee: Money | None = None
    ) -> None:
        none = Money(0, money.currency)
        line = ReportLine(
            self.next_id("line_"), kind, reference, our_id, money, fee or none, datetime.now(UTC)
        )
        self.books.append(line)

    def paid(self, payment_id: str) -> Money | None:
        """What this payment brought; None if there was none."""
        found = (one.money for one in self.checkouts.values() if one.payment_id == payment_id)
        return next(found, None)

    def refunded(self, payment_id: str) -> int:
        return sum(
            made.money.amount_minor for payment, made in self.refunds.values() if payment == payment_id
        )

    def expire(self, reference: str) -> None:
        after = replace(self.checkouts[reference], status=CheckoutStatus.EXPIRED)
        self.checkouts[reference] = after
        self.tell("checkout", reference, after.our_id, after.money, after.status)

    def tell(self, kind: str, reference: str, our_id: str, money: Money, status: str) -> None:
        event: dict[str, Any] = {
            "id": self.next_id("event_"),
            "kind": kind,
            "reference": reference,
            "our_id": our_id,
            "amount_minor": money.amount_minor,
            "currency": money.currency,
            "status": str(status),
            "at": datetime.now(UTC).isoformat(),
        }
        self.events.append(json.dumps(event).encode())


_MEMORIES: dict[str, Memory] = {}


def memory(name: str) -> Memory:
    """The provider of this name, the same for every adapter in this process."""
    return _MEMORIES.setdefault(name, Memory())
