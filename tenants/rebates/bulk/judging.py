"""What part of a deal a plan pays, or why it is excluded: the guards in the published order."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tenants.rebates.engine.document import Account, Client, Deal, Symbol
from tenants.rebates.engine.facts.world import World
from tenants.rebates.engine.faults import BadDocument
from tenants.rebates.engine.numbers import ONE, ZERO
from tenants.rebates.engine.pins import Pins
from tenants.rebates.engine.plan import Guards, Plan

from .exchange import NoRate
from .seats import Leg
from .state import State


@dataclass(slots=True)
class Verdict:
    """`line_time` is set where a held deal is paid later."""

    fraction: Decimal = ONE
    reason: str | None = None
    line_time: int | None = None


@dataclass(slots=True)
class Case:
    """A deal with whatever guards look at. `other_lots` are those of the deal it was closed against."""

    deal: Deal
    account: Account
    client: Client
    symbol: Symbol
    lots: Decimal
    other_lots: Decimal | None


PAID: Final = Verdict()
"""In full. Nobody changes it."""


def looks_at_nothing(guards: Guards) -> bool:
    """No guard of the plan can exclude or reduce a deal of an account that earns."""
    return (
        not guards.excluded_symbols
        and not guards.excluded_flags
        and not guards.min_seconds
        and not guards.min_pips
        and guards.close_by != "net"
        and guards.hedging != "net"
        and guards.self_referral != "zero_all"
        and guards.client is None
    )


def judge(case: Case, plan: Plan, legs: tuple[Leg, ...], world: World, state: State, pins: Pins) -> Verdict:
    guards, deal, verdict = plan.guards, case.deal, Verdict()
    simple = _simple(case, plan)
    if simple is not None:
        return Verdict(ZERO, simple)
    if guards.close_by == "net" and deal.close_by is not None and case.other_lots is not None:
        fraction = max(ZERO, deal.lots - case.other_lots) / deal.lots
        if not fraction:
            return Verdict(ZERO, "close_by")
        verdict.fraction = fraction
    if guards.hedging == "net" and not _unhedged(case, plan, state, verdict, pins):
        return Verdict(ZERO, "hedged")
    if guards.self_referral == "zero_all" and _is_own(case.client, legs, world):
        return Verdict(ZERO, "self_referral")
    if guards.client is not None:
        _qualify(case, plan, world, verdict)
    return verdict


def _simple(case: Case, plan: Plan) -> str | None:
    """Those that look at the deal alone."""
    guards, deal = plan.guards, case.deal
    if not case.account.rebates:
        return "account_off"
    if deal.symbol in guards.excluded_symbols:
        return "excluded_symbol"
    if guards.excluded_flags and deal.flags & guards.excluded_flags:
        return "excluded_flag"
    if deal.close_time - deal.open_time < guards.min_seconds:
        return "min_duration"
    if (
        guards.min_pips > 0
        and abs(deal.close_price - deal.open_price) / case.symbol.pip_size < guards.min_pips
    ):
        return "min_pips"
    return None


def _unhedged(case: Case, plan: Plan, state: State, verdict: Verdict, pins: Pins) -> bool:
    """Whether anything is left of the deal; what is left becomes the paid fraction."""
    opposite, own = state.books_of(plan.id, case.client.id, case.deal)
    state.note_books(opposite, own, case.deal)
    left, matched = opposite.match(case.deal, case.lots * verdict.fraction)
    own.add(case.deal, left)
    if not matched:
        return True
    pins.hedge = (left, matched)
    fraction = left / case.lots
    if not fraction:
        return False
    verdict.fraction = fraction
    return True


def _is_own(client: Client, legs: tuple[Leg, ...], world: World) -> bool:
    if client.person is None:
        return False
    partners = world.scenario.partners
    return any(partners[one].person == client.person for _share, seat in legs for one in seat.path)


def _qualify(case: Case, plan: Plan, world: World, verdict: Verdict) -> None:
    guard, closed = plan.guards.client, case.deal.close_time
    assert guard is not None
    if _qualifies(case, plan, world, closed):
        return
    if guard.otherwise == "held":
        later = world.clients.changes_after(case.client.id, closed)
        met = next((time for time in later if _qualifies(case, plan, world, time)), None)
        if met is not None:
            verdict.line_time = met
            return
    verdict.fraction, verdict.reason = ZERO, f"client_{guard.otherwise}"


def _qualifies(case: Case, plan: Plan, world: World, time: int) -> bool:
    guard, client = plan.guards.client, case.client.id
    assert guard is not None
    if world.clients.kyc_level(client, time) < guard.kyc_level:
        return False
    if guard.min_net_deposit is None:
        return True
    try:
        return world.clients.net_deposit(client, plan.currency, time) >= guard.min_net_deposit
    except BadDocument:
        raise NoRate("a deposit", plan.currency) from None
