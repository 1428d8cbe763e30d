"""What a line is about: a deal, an event or a period, with the facts that rules read of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tenants.rebates.engine.document import Account, Client, Deal, Event

LINE_KINDS = ("deal", "event", "period")


@dataclass(frozen=True, slots=True)
class Leg:
    """One path with a share of the client; level 1 is `path[0]`."""

    share: Decimal
    path: tuple[str, ...]

    @property
    def direct(self) -> str:
        return self.path[0]


@dataclass(frozen=True, slots=True)
class Pool:
    """The net loss of one partner's clients in one period."""

    partner: str
    sum: Decimal
    carried: Decimal
    facts: tuple[Mapping[str, object], ...]
    end: int

    @property
    def net(self) -> Decimal:
        return self.sum + self.carried


@dataclass(frozen=True, slots=True)
class Source:
    kind: str
    """deal, deposit, lead, copy_fee or period: plans compete only within one."""
    id: str
    fact_time: int
    client: Client | None = None
    account: Account | None = None
    deal: Deal | None = None
    event: Event | None = None
    pool: Pool | None = None

    @property
    def line_kind(self) -> str:
        return self.kind if self.kind in LINE_KINDS else "event"

    @property
    def the_deal(self) -> Deal:
        assert self.deal is not None
        return self.deal

    @property
    def the_client(self) -> Client:
        assert self.client is not None
        return self.client
