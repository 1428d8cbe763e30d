"""The ground a computation stands on: the facts, the scenario that the engine reads, and from the engine's ids to rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Min

from atrium.kernel import clock
from atrium.kernel.among import Among
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.rebates import engine
from tenants.rebates.engine.times import period_of, previous
from tenants.trading.models import Deal, TradingAccount

from ..gather import Facts, gather, gather_period, in_force
from ..models import Plan
from ..scenario import scenario_without_deals


@dataclass(frozen=True, slots=True)
class Ground:
    facts: Facts
    scenario: engine.Scenario
    plans: dict[str, Plan]
    partners: dict[str, Partner]
    clients: dict[str, Client]

    @classmethod
    def empty(cls) -> "Ground":
        now = clock.now()
        nothing = Facts(since=now, until=now, deals=(), symbols=(), clients=(), plans=())
        return _ground(nothing)


def of_deals(
    deals: Sequence[Deal],
    *,
    plans: Sequence[Plan] | None = None,
    since: datetime | None = None,
    accounts: Sequence[TradingAccount] = (),
) -> Ground:
    """Just large enough for these, and for what else was dealt on the accounts."""
    return _ground(gather(deals, plans=plans, since=since, accounts=accounts))


def of_period(since: datetime, until: datetime, plans: Sequence[Plan] | None = None) -> Ground:
    """Everybody who may have traded. It begins where the first position of the period was opened, or a period before."""
    accounts = list(TradingAccount.objects.filter(kind="live").prefetch_related("product", "server"))
    within = Deal.objects.filter(time__gte=since, time__lt=until)
    opened = within.aggregate(first=Min("opened_at"))["first"] or since
    return _ground(
        gather_period(
            since=min(opened, _a_period_before(since)),
            until=until,
            accounts=accounts,
            plans=list(in_force(min(opened, since), until)) if plans is None else plans,
        )
    )


def moment(time: int) -> datetime:
    return datetime.fromtimestamp(time, UTC)


def _a_period_before(since: datetime) -> datetime:
    """Tables that look at the quarter before read facts of its first day."""
    quarter = period_of("quarter", int(since.timestamp()))
    return moment(previous("quarter", quarter).start)


def _ground(facts: Facts) -> Ground:
    scenario = scenario_without_deals(facts)
    return Ground(
        facts,
        scenario,
        {plan.engine_id: plan for plan in facts.plans},
        {str(partner.number): partner for partner in facts.partners},
        {str(client.number): client for client in facts.clients},
    )


def accounts_of(clients: Collection[UUID]) -> list[TradingAccount]:
    rows = TradingAccount.objects.filter(Among("client_id", clients), kind="live")
    return list(rows.prefetch_related("product", "server"))
