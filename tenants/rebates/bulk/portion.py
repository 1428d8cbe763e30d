"""One party's amount of one deal under one plan on its way, as light as can be."""

from decimal import Decimal

from tenants.rebates.engine.numbers import ZERO


class Portion:
    """`leg` is -1 where there is none; `party` none: nobody."""

    __slots__ = ("amount", "is_client", "leg", "level", "party", "reason")

    def __init__(
        self,
        party: str | None,
        level: int | None,
        leg: int,
        amount: Decimal,
        reason: str | None = None,
        *,
        is_client: bool = False,
    ) -> None:
        self.party, self.level, self.leg = party, level, leg
        self.amount, self.reason, self.is_client = amount, reason, is_client

    def deny(self, reason: str) -> None:
        self.amount = ZERO
        self.reason = self.reason or reason
