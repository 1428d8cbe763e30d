"""One deal after another through stages 1 to 12, in the order of (close time, id): the engine's arithmetic without its trace.

Whatever can be known before a deal comes (who sits where, which plans may apply, which path of rates holds) is worked out once
and kept. The pure engine is the rule; tests prove that both give the same lines to the tenth decimal.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from tenants.rebates.engine.document import Deal, Scenario
from tenants.rebates.engine.facts.world import World
from tenants.rebates.engine.numbers import ONE, ZERO
from tenants.rebates.engine.pins import Pins
from tenants.rebates.engine.plan import Plan, TierTable, tables_of
from tenants.rebates.engine.times import period_of

from .amounts import QUANTITIES, Measure
from .exchange import Converter, NoRate
from .judging import PAID, Case, Verdict, judge, looks_at_nothing
from .limits import KINDS, GivenAt, apply_caps, apply_credit, share_with_client
from .portion import Portion
from .seats import Leg, Seat, Seating
from .selecting import Selecting
from .shares import SHARES, Legwork, move_missing
from .state import Key, State, volume_scope
from .storing import Computed, Storing
from .tiers import PLAIN, PlainRates, Stretch, TierRates, Totals

_NO_PINS: Final = Pins("")
"""Of plans that read nothing of other deals: nobody writes into it."""
FOREVER: Final = 10**15


@dataclass(slots=True)
class Outcome:
    """`provisional` plans won the deal, but what they give hangs on facts that are still to come."""

    lines: list[Computed] = field(default_factory=list)
    provisional: list[str] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)


class Unmapped(Exception):
    """A symbol that is not described."""


class Evaluator:
    """`emit`: lines of these plans only (`""` stands for lines without a plan); everything else is still counted.

    `now`: periods that end later are still open, and what hangs on them is provisional; so are held deals unless `final`.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        state: State | None = None,
        totals: Totals,
        emit: Collection[str] | None = None,
        now: int = FOREVER,
        final: bool = True,
        given: GivenAt | None = None,
    ) -> None:
        self.world = World(scenario)
        self._given = given or (lambda partner, time: scenario.partners[partner].client_shares)
        self.state = State() if state is None else state
        self.seating = Seating(self.world)
        self.converter = Converter(scenario.rates, self.world.exchange)
        self._selecting = Selecting(scenario.plans, self.seating)
        self._stored = Storing(scenario, self.converter).stored
        self._totals, self._emit, self._now, self._final = totals, emit, now, final
        self._tables = {plan.id: tables_of(plan) for plan in scenario.plans}
        self._counted = sorted(
            {
                (table.period, table.scope)
                for plan in scenario.plans
                if plan.base.source == "deal"
                for table in self._tables[plan.id]
                if table.convention == "marginal"
            }
        )
        self._with_pins = {
            plan.id
            for plan in scenario.plans
            if self._tables[plan.id] or plan.guards.cap_period or plan.guards.hedging == "net"
        }
        self._unguarded = {plan.id for plan in scenario.plans if looks_at_nothing(plan.guards)}

    def tables_of(self, plan: str) -> list[TierTable]:
        return self._tables[plan]

    @property
    def counted(self) -> list[tuple[str, str]]:
        """Kind of period and scope of the volumes that marginal tables read."""
        return self._counted

    def lines_of(self, deal: Deal, other_lots: Decimal | None = None) -> Outcome:
        """Raises NoRate or Unmapped: the deal is to be parked, and counts nowhere. Call it inside the engine's decimal context."""
        case = self._case(deal, other_lots)
        self.state.begin()
        try:
            return self._outcome(case)
        except NoRate:
            self.state.take_back()
            raise

    def count(self, deal: Deal, other_lots: Decimal | None = None) -> None:
        """It counts as it did when its own lines were computed; nothing is given out."""
        try:
            self.lines_of(deal, other_lots)
        except NoRate:
            return

    def rehearse(self, deal: Deal, other_lots: Decimal | None = None) -> None:
        """Only so that later deals find it in the books of hedges: it counts for nothing else."""
        case = self._case(deal, other_lots)
        self.state.begin()
        for plan, legs in self._selecting.winners(deal, case.account, case.client, case.symbol):
            if plan.guards.hedging == "net":
                judge(case, plan, legs, self.world, self.state, Pins(plan.id))

    def _outcome(self, case: Case) -> Outcome:
        deal = case.deal
        stretches = self._count(case)
        won = self._selecting.winners(deal, case.account, case.client, case.symbol)
        outcome = Outcome()
        for plan, legs in won:
            outcome.plans.append(plan.id)
            self._add(outcome, case, plan, legs, stretches)
        if not won and (self._emit is None or "" in self._emit):
            outcome.lines = list(self._no_plan(case))
        return outcome

    def _case(self, deal: Deal, other_lots: Decimal | None) -> Case:
        scenario = self.world.scenario
        account = scenario.accounts[deal.account]
        symbol = scenario.symbols.get(deal.symbol)
        if symbol is None:
            raise Unmapped(deal.symbol)
        lots = self.world.lots(deal)
        return Case(deal, account, scenario.clients[account.client], symbol, lots, other_lots)

    def _count(self, case: Case) -> dict[tuple[str, str, str], Stretch]:
        """Every deal counts for the volumes, paid or not."""
        stretches: dict[tuple[str, str, str], Stretch] = {}
        if not self._counted:
            return stretches
        deal = case.deal
        key: Key = (deal.close_time, deal.id)
        legs = self.seating.legs(case.client, case.account, deal.close_time)
        for period, scope in self._counted:
            start = period_of(period, deal.close_time).start
            for partner, share in shares_of(legs, scope).items():
                place = (volume_scope(period, scope), start, KINDS[False], partner)
                lots = case.lots * share
                before = self.state.add(place, lots, key)
                stretches[period, scope, partner] = (before, before + lots)
        return stretches

    def _add(
        self,
        outcome: Outcome,
        case: Case,
        plan: Plan,
        legs: tuple[Leg, ...],
        stretches: dict[tuple[str, str, str], Stretch],
    ) -> None:
        pins = Pins(plan.id) if plan.id in self._with_pins else _NO_PINS
        if plan.id in self._unguarded and case.account.rebates:
            verdict = PAID
        else:
            verdict = judge(case, plan, legs, self.world, self.state, pins)
        nobody = not legs and plan.distribution.kind != "client"
        measure = Measure(case.deal, case.account, case.symbol, case.lots, plan.currency, self.converter)
        quantity = ZERO
        if not nobody and verdict.reason is None:
            quantity = QUANTITIES[plan.base.type](plan.base, measure)
            if verdict.fraction != ONE:
                quantity *= verdict.fraction
        rates: TierRates | PlainRates = PLAIN
        if self._tables[plan.id]:
            rates = TierRates(plan, case.deal, stretches, self.state, self._totals, pins, self._now)
        if nobody:
            portions = [Portion(None, None, -1, ZERO, "no_partner")]
        else:
            portions = self._portions(case, plan, legs, quantity, rates, measure, verdict, pins)
        # Who never had a partner has none later: that line waits for nothing.
        if not nobody and self._is_provisional(verdict, rates):
            outcome.provisional.append(plan.id)
        elif self._emit is None or plan.id in self._emit:
            before = len(outcome.lines)
            time = case.deal.close_time if verdict.line_time is None else verdict.line_time
            outcome.lines += [self._stored(portion, plan, time) for portion in portions]
            if pins and len(outcome.lines) > before:
                outcome.lines[before].inputs = pins.as_json()

    def _is_provisional(self, verdict: Verdict, rates: TierRates | PlainRates) -> bool:
        return not self._final and (verdict.reason == "client_held" or rates.provisional)

    def _portions(
        self,
        case: Case,
        plan: Plan,
        legs: tuple[Leg, ...],
        quantity: Decimal,
        rates: TierRates | PlainRates,
        measure: Measure,
        verdict: Verdict,
        pins: Pins,
    ) -> list[Portion]:
        portions = self._shared(case, plan, legs, quantity, rates)
        if plan.guards.credit and verdict.reason is None:
            apply_credit(portions, case.deal)
        if quantity:
            apply_caps(portions, plan, measure, self.state, pins)
            portions = share_with_client(portions, case.client, self._given, case.deal.close_time)
        if verdict.reason is not None:
            for portion in portions:
                portion.reason = verdict.reason
        return portions

    def _shared(
        self,
        case: Case,
        plan: Plan,
        legs: tuple[Leg, ...],
        quantity: Decimal,
        rates: TierRates | PlainRates,
    ) -> list[Portion]:
        distribution = plan.distribution
        if distribution.kind == "client":
            table = distribution.rate  # type: ignore[attr-defined]
            rate = rates.plain(table, legs[0][1].path[0] if legs else None) if quantity else ZERO
            return [Portion(case.client.id, None, -1, rate * quantity, is_client=True)]
        found: list[Portion] = []
        person = case.client.person if plan.guards.self_referral == "zero_own" else None
        for number, (share, seat) in enumerate(legs):
            q = quantity if share == ONE else quantity * share
            work = Legwork(seat, distribution.depth, number, q, rates)
            portions, absent = SHARES[distribution.kind](distribution, work)
            if absent or not seat.all_active:
                move_missing(portions, absent, seat, number, distribution.missing)
            if person is not None:
                self._zero_own(portions, seat, person)
            found += [portions[level] for level in sorted(portions)]
        return found

    def _zero_own(self, portions: dict[int, Portion], seat: Seat, person: str) -> None:
        partners = self.world.scenario.partners
        for level, portion in portions.items():
            if partners[seat.path[level - 1]].person == person:
                portion.deny("self_referral")

    def _no_plan(self, case: Case) -> Iterator[Computed]:
        """A deal that no plan in any slot matches: one zero line per leg, for its level 1."""
        time = case.deal.close_time
        legs = self.seating.legs(case.client, case.account, time)
        for number, (_share, seat) in enumerate(legs):
            yield self._stored(Portion(seat.path[0], 1, number, ZERO, "no_plan"), None, time)
        if not legs:
            yield self._stored(Portion(None, None, -1, ZERO, "no_plan"), None, time)


def shares_of(legs: tuple[Leg, ...], scope: str) -> dict[str, Decimal]:
    shares: dict[str, Decimal] = {}
    for share, seat in legs:
        for partner in seat.path if scope == "downline" else seat.path[:1]:
            shares[partner] = shares.get(partner, ZERO) + share
    return shares
