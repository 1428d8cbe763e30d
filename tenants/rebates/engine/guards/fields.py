"""The guards of a plan as they are written, and which of them a base may have."""

from dataclasses import fields

from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.engine.parse.kinds import (
    DECIMAL,
    FLAG,
    FRACTION,
    NOT_NEGATIVE,
    PERIOD,
    TEXT,
    WHOLE,
    word,
)
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.plan import ClientGuard, Guards, PeriodCap

NONE = Guards(frozenset(), frozenset(), 0, ZERO, "both", "pay", "pay", None, False, None, None, None)
OTHER_GUARDS = frozenset({"self_referral", "cap_period"})
NET_LOSS_GUARDS = frozenset({"cap_period"})

CLOSE_BY = word("both", "net")
HEDGING = word("pay", "net")
SELF_REFERRAL = word("pay", "zero_own", "zero_all")
OTHERWISE = word("held", "lost")


def read_guards(row: Reader, names: Names, allowed: frozenset[str] | None) -> Guards:
    """`allowed` is none where the base is made of deals: every guard may stand there."""
    guards = Guards(
        frozenset(row.each("excluded_symbols", names.symbol)),
        frozenset(row.each("excluded_flags", TEXT)),
        row.get("min_seconds", WHOLE, 0),
        row.get("min_pips", DECIMAL, ZERO),
        row.get("close_by", CLOSE_BY, "both"),
        row.get("hedging", HEDGING, "pay"),
        row.get("self_referral", SELF_REFERRAL, "pay"),
        _client(row),
        row.get("credit", FLAG, False),
        row.maybe("cap_order", NOT_NEGATIVE),
        row.maybe("cap_revenue", FRACTION),
        _cap_period(row),
    )
    for guard in fields(Guards) if allowed is not None else ():
        if guard.name not in (allowed or ()) and getattr(guards, guard.name) != getattr(NONE, guard.name):
            row.fail(guard.name, "is not a guard for a plan with this base")
    row.done()
    return guards


def _client(row: Reader) -> ClientGuard | None:
    if not row.has("client"):
        row.raw("client")
        return None
    child = row.child("client")
    guard = ClientGuard(
        child.get("kyc_level", WHOLE, 0),
        child.maybe("min_net_deposit", DECIMAL),
        child.need("otherwise", OTHERWISE),
    )
    child.done()
    return guard


def _cap_period(row: Reader) -> PeriodCap | None:
    if not row.has("cap_period"):
        row.raw("cap_period")
        return None
    child = row.child("cap_period")
    cap = PeriodCap(child.need("amount", NOT_NEGATIVE), child.get("period", PERIOD, "month"))
    child.done()
    return cap
