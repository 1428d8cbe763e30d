"""What every base offers: how it is read, from what kind of source it makes Q, and Q itself."""

from abc import ABC, abstractmethod
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Self

from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.facts.quantity import Quantity
from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader

if TYPE_CHECKING:
    from tenants.rebates.engine.distributions import Distribution
    from tenants.rebates.engine.facts.world import World


class Base(ABC):
    __slots__ = ()
    type: ClassVar[str]
    source: ClassVar[str]

    @classmethod
    @abstractmethod
    def read(cls, row: Reader, names: Names) -> Self: ...

    @abstractmethod
    def quantity(self, source: Source, world: "World", currency: str) -> Quantity: ...

    def check_distribution(self, row: Reader, distribution: "Distribution") -> None:
        """A base that allows only some distributions says so here."""
        return


class DealBase(Base):
    """Q of a deal, before the paid fraction."""

    __slots__ = ()
    source = "deal"

    @abstractmethod
    def of_deal(self, measure: Measure) -> Decimal: ...

    def quantity(self, source: Source, world: "World", currency: str) -> Quantity:
        measure = Measure(world, source.the_deal, currency)
        value = self.of_deal(measure)
        return Quantity(value, measure.inputs)
