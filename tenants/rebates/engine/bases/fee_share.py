"""Q = the copy fee; the rate is a fraction. What the partners do not get is the manager's."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.bases.base import Base
from tenants.rebates.engine.document import CopyFee
from tenants.rebates.engine.facts.quantity import Quantity
from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.trace import Json

if TYPE_CHECKING:
    from tenants.rebates.engine.distributions import Distribution
    from tenants.rebates.engine.facts.world import World


@dataclass(frozen=True, slots=True)
class FeeShare(Base):
    type = "fee_share"
    source = "copy_fee"

    @classmethod
    def read(cls, row: Reader, names: Names) -> Self:
        return cls()

    def check_distribution(self, row: Reader, distribution: "Distribution") -> None:
        from tenants.rebates.engine.distributions.levels import Levels

        if not isinstance(distribution, Levels):
            row.fail("kind", "a copy fee is shared by levels")
            return
        if distribution.master is not None:
            row.fail("master", "a copy fee is shared without a master")
        tables = [i for i, rate in enumerate(distribution.rates) if not isinstance(rate, Decimal)]
        for i in tables:
            row.fail(f"rates[{i}]", "a copy fee is shared by plain rates")
        if not tables and plain_sum(distribution) > 1:
            row.fail("rates", "together they must be at most 1: the manager gets the rest")

    def quantity(self, source: Source, world: "World", currency: str) -> Quantity:
        fee = source.event
        assert isinstance(fee, CopyFee)
        money = world.exchange.convert(fee.amount, fee.currency, currency, fee.at)
        read: Json = {"fee": plain(fee.amount)}
        if money.path:
            read["conversions"] = [money.trace()]
        return Quantity(money.result, read)


def plain_sum(distribution: "Distribution") -> Decimal:
    rates = getattr(distribution, "rates", ())
    return sum((rate for rate in rates if isinstance(rate, Decimal)), ZERO)
