"""Q = 1 per valid lead; the rate is money."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.bases.base import Base
from tenants.rebates.engine.document import Lead
from tenants.rebates.engine.facts.quantity import Quantity
from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.numbers import ONE, ZERO
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.trace import Json

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


@dataclass(frozen=True, slots=True)
class Cpl(Base):
    type = "cpl"
    source = "lead"

    @classmethod
    def read(cls, row: Reader, names: Names) -> Self:
        return cls()

    def quantity(self, source: Source, world: "World", currency: str) -> Quantity:
        lead = source.event
        assert isinstance(lead, Lead)
        read: Json = {
            "phone_verified": lead.phone_verified,
            "email_verified": lead.email_verified,
            "unique": lead.unique,
        }
        valid = lead.phone_verified and lead.email_verified and lead.unique
        return Quantity(ONE, read) if valid else Quantity(ZERO, read, "invalid_lead")
