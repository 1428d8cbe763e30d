"""Plans of a document: selection, base, distribution, guards and settlement."""

from tenants.rebates.engine.bases import BASES, Base
from tenants.rebates.engine.distributions import DISTRIBUTIONS, Distribution
from tenants.rebates.engine.guards.fields import NET_LOSS_GUARDS, OTHER_GUARDS, read_guards
from tenants.rebates.engine.parse.kinds import CURRENCY, DAYS, ID, SIDE, TEXT, TIME, word
from tenants.rebates.engine.parse.names import Names, Scope, unique
from tenants.rebates.engine.parse.reader import Kind, Reader
from tenants.rebates.engine.plan import SELECT_KEYS, Plan

BASE_TYPE = word(*BASES)
KIND = word(*DISTRIBUTIONS)
ATTRIBUTION = word("close", "open")
SELECTABLE = {
    "deal": frozenset(SELECT_KEYS),
    "copy_fee": frozenset(SELECT_KEYS) - {"symbol", "symbol_group", "side"},
}
PARTY_KEYS = frozenset({"partner", "tree", "client_group", "country"})


def read_plans(root: Reader, names: Names) -> tuple[Plan, ...]:
    rows = root.children("plans")
    unique(rows, "plan", "plan")
    plans = [plan for row in rows if (plan := read_plan(row, names)) is not None]
    return tuple(sorted(plans, key=lambda plan: plan.id))


def read_plan(row: Reader, names: Names) -> Plan | None:
    base = _base(row, names)
    kind = base.source if base else "deal"
    scope = Scope(names, of_deals=kind == "deal")
    distribution = _distribution(row, scope, base)
    settlement = row.child("settlement")
    head = (
        row.need("plan", ID),
        row.get("currency", CURRENCY, "USD"),
        row.get("slot", TEXT, "main"),
        row.maybe("from", TIME),
        row.maybe("to", TIME),
        row.get("attribution", ATTRIBUTION, "close"),
    )
    select = _select(row.child("select"), names, SELECTABLE.get(kind, PARTY_KEYS))
    guards = read_guards(row.child("guards"), names, _allowed_guards(kind))
    hold_days = settlement.get("hold_days", DAYS, 0)
    settlement.done()
    _check_dates(row, head[3], head[4])
    row.done()
    if base is None or distribution is None:
        return None
    return Plan(*head, base, distribution, select, guards, hold_days)


def _check_dates(row: Reader, start: int | None, end: int | None) -> None:
    if start is not None and end is not None and row.ok("from", "to") and end <= start:
        row.fail("to", "must be after from")


def _allowed_guards(kind: str) -> frozenset[str] | None:
    if kind == "deal":
        return None
    return NET_LOSS_GUARDS if kind == "period" else OTHER_GUARDS


def _base(plan: Reader, names: Names) -> Base | None:
    row = plan.child("base", need=True)
    if not plan.ok("base"):
        return None
    kind = row.need("type", BASE_TYPE)
    if not row.ok("type"):
        return None
    base = BASES[kind].read(row, names)
    row.done()
    return base


def _distribution(plan: Reader, scope: Scope, base: Base | None) -> Distribution | None:
    row = plan.child("distribution", need=True)
    if not plan.ok("distribution"):
        return None
    kind = row.need("kind", KIND)
    if not row.ok("kind"):
        return None
    distribution = DISTRIBUTIONS[kind].read(row, scope)
    if base is not None:
        base.check_distribution(row, distribution)
    row.done()
    return distribution


def _select(row: Reader, names: Names, allowed: frozenset[str]) -> dict[str, frozenset[str]]:
    kinds: dict[str, Kind[str]] = {
        "partner": names.partner,
        "tree": names.partner,
        "symbol": names.symbol,
        "side": SIDE,
    }
    select = {}
    for key in SELECT_KEYS:
        if key not in row.data:
            continue
        values = row.each(key, kinds.get(key, TEXT), filled=True)
        if key not in allowed:
            row.fail(key, "is not a key for a plan with this base")
        select[key] = frozenset(values)
    row.done()
    return select
