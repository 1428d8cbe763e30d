"""All facts of a scenario, indexed once, read as of a time."""

from collections.abc import Iterator
from decimal import Decimal

from tenants.rebates.engine.document import Account, Deal, Event, Scenario, Symbol
from tenants.rebates.engine.facts.clients import Clients
from tenants.rebates.engine.facts.exchange import Exchange
from tenants.rebates.engine.facts.metrics import Metrics
from tenants.rebates.engine.facts.source import Leg, Source
from tenants.rebates.engine.facts.tree import Tree
from tenants.rebates.engine.numbers import ONE
from tenants.rebates.engine.pins import Pins


class World:
    def __init__(self, scenario: Scenario, pins: Pins | None = None) -> None:
        self.scenario, self.pins = scenario, pins
        self.exchange = Exchange(scenario.rates)
        self.tree = Tree(scenario.partners, scenario.events)
        self.clients = Clients(scenario.clients, scenario.events, self.exchange)
        self.metrics = Metrics(self)
        self.deals = {deal.id: deal for deal in scenario.deals}
        self._by_client: dict[str, list[Deal]] | None = None

    def account(self, deal: Deal) -> Account:
        return self.scenario.accounts[deal.account]

    def symbol(self, deal: Deal) -> Symbol:
        return self.scenario.symbols[deal.symbol]

    def lots(self, deal: Deal) -> Decimal:
        """Normalised: in standard lots."""
        factor = self.account(deal).volume_factor
        return deal.lots if factor == ONE else deal.lots * factor

    def deals_of(self, client: str) -> list[Deal]:
        """In the order of (close time, id)."""
        if self._by_client is None:
            self._by_client = {}
            for deal in self.scenario.deals:
                self._by_client.setdefault(self.account(deal).client, []).append(deal)
        return self._by_client.get(client, [])

    def agreed(self, partner: str, parent: str, time: int) -> Decimal | None:
        """The share that the partner keeps of what comes to it and that parent, as of a time."""
        for row in self.scenario.agreed.get(partner, ()):
            if row.parent == parent and row.since <= time < row.until:
                return row.share
        return None

    def legs(self, client: str, account: Account | None, time: int) -> tuple[Leg, ...]:
        if account is not None and account.redirect is not None:
            return (Leg(ONE, self.tree.path(account.redirect, time)),)
        return tuple(
            Leg(stake.share, self.tree.path(stake.partner, time))
            for stake in self.clients.stakes(client, time)
        )

    def legs_of(self, source: Source, time: int) -> tuple[Leg, ...]:
        if source.pool is not None:
            return (Leg(ONE, self.tree.path(source.pool.partner, time)),)
        return self.legs(source.the_client.id, source.account, time)

    def deal_sources(self) -> Iterator[Source]:
        for deal in self.scenario.deals:
            account = self.account(deal)
            client = self.scenario.clients[account.client]
            yield Source("deal", deal.id, deal.close_time, client, account, deal)

    def event_source(self, kind: str, event: Event, client: str, account: str | None = None) -> Source:
        return Source(
            kind,
            event.id,
            event.at,
            self.scenario.clients[client],
            self.scenario.accounts[account] if account is not None else None,
            event=event,
        )
