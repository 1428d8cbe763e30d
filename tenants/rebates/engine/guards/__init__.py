"""Guards: tests that reduce or refuse, one file each, in the published order."""

from tenants.rebates.engine.guards.account_off import account_off
from tenants.rebates.engine.guards.client import client
from tenants.rebates.engine.guards.close_by import close_by
from tenants.rebates.engine.guards.excluded_flag import excluded_flag
from tenants.rebates.engine.guards.excluded_symbol import excluded_symbol
from tenants.rebates.engine.guards.guard import Guard
from tenants.rebates.engine.guards.hedging import Hedging
from tenants.rebates.engine.guards.min_duration import min_duration
from tenants.rebates.engine.guards.min_pips import min_pips
from tenants.rebates.engine.guards.self_referral import self_referral
from tenants.rebates.engine.plan import Plan


def guards_of(plan: Plan) -> list[Guard]:
    """Made anew for each run of a plan, because hedging remembers the deals before."""
    if plan.base.source == "period":
        return []
    if plan.base.source != "deal":
        return [account_off, self_referral]
    hedging: list[Guard] = [Hedging()] if plan.guards.hedging == "net" else []
    before = [account_off, excluded_symbol, excluded_flag, min_duration, min_pips, close_by]
    return [*before, *hedging, self_referral, client]
