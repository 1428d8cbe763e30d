"""What a plan may be, and what of it a single batch of deals can decide."""

from collections.abc import Iterator, Mapping
from typing import Any

from tenants.rebates import engine
from tenants.rebates.engine.plan import Plan, TierTable


def parse_plan(document: Mapping[str, Any], *, code: str, symbols: set[str], partners: set[str]) -> Plan:
    """The plan alone, against the symbols and partners there are. Raises BadDocument with paths as in a scenario."""
    scenario = {
        "scenario": "plan",
        "symbols": [
            {"symbol": name, "contract_size": "1", "pip_size": "1", "quote": "USD"}
            for name in sorted(symbols)
        ],
        "partners": [{"partner": name} for name in sorted(partners)],
        "plans": [{**document, "plan": code}],
    }
    return engine.parse(scenario).plans[0]


def parse_alone(document: Mapping[str, Any], *, code: str = "plan") -> Plan:
    """Whatever symbols and partners it names, are there. Raises BadDocument for everything else."""
    select, guards = document.get("select") or {}, document.get("guards") or {}
    distribution, base = document.get("distribution") or {}, document.get("base") or {}
    symbols = {
        *select.get("symbol", ()),
        *guards.get("excluded_symbols", ()),
        *base.get("average_spread", {}),
    }
    partners = {*select.get("partner", ()), *select.get("tree", ()), *distribution.get("fractions", {})}
    partners |= set((distribution.get("master") or {}).get("partners", ()))
    if distribution.get("kind") == "gap":
        partners |= set(distribution.get("rates", {}))
    return parse_plan(document, code=code, symbols=symbols, partners=partners)


def looks_beyond(plan: Plan) -> bool:
    """A deal alone does not decide what the plan gives: other deals of its period, or something else, do too."""
    guards = plan.guards
    looks = guards.hedging != "pay" or guards.cap_period is not None or plan.base.source != "deal"
    return looks or any(_of_rates(plan))


def _of_rates(plan: Plan) -> Iterator[str]:
    for name in getattr(plan.distribution, "__dataclass_fields__", {}):
        if _has_table(getattr(plan.distribution, name)):
            yield f"distribution.{name}"


def _has_table(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(isinstance(each, TierTable) for each in value.values())
    if isinstance(value, tuple):
        return any(isinstance(each, TierTable) for each in value)
    return isinstance(value, TierTable)
