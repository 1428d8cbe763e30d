"""What a plan may be, and what of it a single batch of deals can decide."""

from collections.abc import Mapping
from typing import Any

from tenants.rebates import engine
from tenants.rebates.engine.plan import Plan, tables_of
from tenants.rebates.engine.times import period_of


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
    return guards.hedging != "pay" or plan.base.source != "deal" or bool(periods_of(plan))


def periods_of(plan: Plan) -> set[str]:
    """The kinds of periods that its tables and caps count in."""
    cap = plan.guards.cap_period
    return {table.period for table in tables_of(plan)} | ({cap.period} if cap else set())


def begin_of_periods(plan: Plan, time: int) -> int:
    """When the longest of the periods began that the plan looks at as of a time. In seconds, as the time."""
    return min(period_of(kind, time).start for kind in {"day", *periods_of(plan)})
