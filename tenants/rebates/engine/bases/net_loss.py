"""Q = what the clients of a partner lost in a period, less bonuses and fees, if above zero; the rate is a fraction."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.bases.base import Base
from tenants.rebates.engine.facts.quantity import Quantity
from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.parse.kinds import FLAG, PERIOD, word
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.trace import Json

if TYPE_CHECKING:
    from tenants.rebates.engine.distributions import Distribution
    from tenants.rebates.engine.facts.world import World

CARRY = word("carry", "reset")


@dataclass(frozen=True, slots=True)
class NetLoss(Base):
    type = "net_loss"
    source = "period"
    carry: str
    deduct_bonuses: bool
    deduct_fees: bool
    period: str

    @classmethod
    def read(cls, row: Reader, names: Names) -> Self:
        return cls(
            row.need("carry", CARRY),
            row.get("deduct_bonuses", FLAG, True),
            row.get("deduct_fees", FLAG, True),
            row.get("period", PERIOD, "month"),
        )

    def check_distribution(self, row: Reader, distribution: "Distribution") -> None:
        if distribution.kind == "client":
            row.fail("kind", "the net loss of a partner's clients belongs to no single client")

    def quantity(self, source: Source, world: "World", currency: str) -> Quantity:
        pool = source.pool
        assert pool is not None
        read: Json = {
            "partner": pool.partner,
            "period": source.id,
            "facts": list(pool.facts),
            "sum": plain(pool.sum),
            "carried": plain(pool.carried),
        }
        if pool.net > 0:
            return Quantity(pool.net, read, line_time=pool.end)
        return Quantity(ZERO, read, "no_net_loss", line_time=pool.end)
