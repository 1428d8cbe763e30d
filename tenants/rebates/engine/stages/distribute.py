"""Stage 7: amounts by the distribution, then moves, then a partner's own trading; and the manager of a copy fee."""

from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.document import CopyFee
from tenants.rebates.engine.numbers import ONE, ZERO, plain
from tenants.rebates.engine.portion import CLIENT, PARTNER, Portion
from tenants.rebates.engine.stages.leg_view import LegView
from tenants.rebates.engine.stages.match import Match
from tenants.rebates.engine.stages.missing import move_missing
from tenants.rebates.engine.trace import Json, step

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def distribute(match: Match, q: Decimal, world: "World") -> list[Portion]:
    distribution = match.plan.distribution
    if distribution.kind == CLIENT:
        path = match.legs[0].path if match.legs else ()
        return distribution.distribute(_view(match, world, -1, path, q)).portions
    portions: list[Portion] = []
    for i, leg in enumerate(match.legs):
        view = _view(match, world, i, leg.path, q if leg.share == ONE else q * leg.share)
        portions += move_missing(distribution.distribute(view), view, distribution.missing)
    for portion in portions if match.plan.guards.self_referral == "zero_own" else ():
        _zero_own(portion, match, world)
    return portions


def _view(match: Match, world: "World", leg: int, path: tuple[str, ...], q: Decimal) -> LegView:
    return LegView(world, match.plan, match.source, match.time, leg, path, q)


def _zero_own(portion: Portion, match: Match, world: "World") -> None:
    client = match.source.client
    if client is None or client.person is None or portion.party is None or portion.party_kind != PARTNER:
        return
    if world.scenario.partners[portion.party].person != client.person:
        return
    read: Json = {"self_referral": "zero_own", "person": client.person, "amount": plain(portion.amount)}
    portion.deny("self_referral")
    portion.steps.append(step(7, f"distribute.{match.plan.distribution.kind}", read, ZERO))


def manager_portion(match: Match, fee: Decimal) -> Portion:
    """What the partners' rates leave of a copy fee, whoever the partners are."""
    event = match.source.event
    assert isinstance(event, CopyFee)
    rates: tuple[Decimal, ...] = getattr(match.plan.distribution, "rates", ())
    kept = ONE - sum(rates, ZERO)
    read: Json = {"manager": event.manager, "fee": plain(fee), "rates": [plain(rate) for rate in rates]}
    manager = Portion(CLIENT, event.manager, None, -1, fee * kept, guarded=False)
    manager.steps.append(step(7, "manager", read, manager.amount))
    return manager
