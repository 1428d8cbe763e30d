"""What tables over a whole period read: lots, active clients and net deposits of a partner, counted in one pass over its deals."""

from dataclasses import dataclass, field
from decimal import Decimal

from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.engine.times import Period

from .evaluator import Evaluator, shares_of
from .ground import moment
from .reading import Reader


@dataclass(slots=True)
class _Counted:
    lots: Decimal = ZERO
    clients: set[str] = field(default_factory=set)


class PeriodTotals:
    """Bound to its evaluator after both are made: it reads the same tree."""

    evaluator: Evaluator

    def __init__(self) -> None:
        self._periods: dict[tuple[str, int, int], dict[str, _Counted]] = {}

    def __call__(
        self, metric: str, scope: str, partner: str, kind: str, period: Period, currency: str
    ) -> Decimal:
        if metric == "net_deposits":
            return self.evaluator.world.metrics.value(metric, scope, partner, kind, period, currency)
        key = (scope, period.start, period.end)
        if key not in self._periods:
            self._periods[key] = self._count(scope, period)
        counted = self._periods[key].get(partner)
        if counted is None:
            return ZERO
        return counted.lots if metric == "lots" else Decimal(len(counted.clients))

    def _count(self, scope: str, period: Period) -> dict[str, _Counted]:
        found: dict[str, _Counted] = {}
        scenario, seating = self.evaluator.world.scenario, self.evaluator.seating
        for read in Reader(moment(period.start), moment(period.end)).all():
            deal = read.deal
            if read.lacks or deal.symbol not in scenario.symbols:
                continue
            account = scenario.accounts[deal.account]
            client = scenario.clients[account.client]
            lots = self.evaluator.world.lots(deal)
            for partner, share in shares_of(seating.legs(client, account, deal.close_time), scope).items():
                counted = found.setdefault(partner, _Counted())
                counted.lots += lots * share
                counted.clients.add(client.id)
        return found
