"""Small scenario documents for tests: M above S above D, who brought client C with account A."""

import copy
from typing import Any

from tenants.rebates import engine
from tenants.rebates.engine import Line, Result

Document = dict[str, Any]

_BASE: Document = {
    "scenario": "test",
    "symbols": [
        {
            "symbol": "EURUSD",
            "contract_size": "100000",
            "pip_size": "0.0001",
            "quote": "USD",
            "groups": ["majors"],
        },
        {
            "symbol": "USDJPY",
            "contract_size": "100000",
            "pip_size": "0.01",
            "quote": "JPY",
            "groups": ["majors"],
        },
    ],
    "partners": [{"partner": "M"}, {"partner": "S", "parent": "M"}, {"partner": "D", "parent": "S"}],
    "clients": [{"client": "C", "partner": "D"}],
    "accounts": [{"account": "A", "client": "C"}],
    "plans": [],
    "deals": [],
    "events": [],
}


def document(**changes: Any) -> Document:
    """`partners`, `clients` and `accounts` are changed by id: {"D": {"rank": 2}}; other fields are replaced."""
    result = copy.deepcopy(_BASE)
    for name, value in changes.items():
        if isinstance(value, dict):
            key = name[:-1]
            for row in result[name]:
                row.update(value.get(row[key], {}))
        else:
            result[name] = value
    return result


def plan(distribution: Any = ("5", "2", "1"), base: Any = "per_lot", **more: Any) -> Document:
    if isinstance(distribution, tuple):
        distribution = {"kind": "levels", "rates": list(distribution)}
    return {
        "plan": "standard",
        "base": {"type": base} if isinstance(base, str) else base,
        "distribution": distribution,
        **more,
    }


def deal(id: str = "T1", at: str = "2026-03-10T10:00:00Z", **more: Any) -> Document:
    """Two lots of EURUSD, 15 pips, opened at nine; pip money of a pip is 20."""
    return {
        "deal": id,
        "account": "A",
        "symbol": "EURUSD",
        "side": "buy",
        "lots": "2",
        "open_time": min(at, "2026-03-10T09:00:00Z"),
        "close_time": at,
        "open_price": "1.10000",
        "close_price": "1.10150",
        "markup": "0.8",
        "commission": "14",
        "profit": "300",
        **more,
    }


def event(kind: str, id: str = "E1", at: str = "2026-03-01T00:00:00Z", **more: Any) -> Document:
    return {"type": kind, "id": id, "at": at, **more}


def run(doc: Document) -> Result:
    return engine.compute(engine.parse(doc))


def lines(doc: Document, **which: Any) -> list[Line]:
    """Lines whose attributes have these values, in the engine's order."""
    return [
        line for line in run(doc).lines if all(getattr(line, name) == value for name, value in which.items())
    ]


def earned(doc: Document) -> dict[str, str]:
    """Party → sum of its lines."""
    return {total.party: f"{total.amount.normalize():f}" for total in run(doc).totals}


def reasons(doc: Document) -> dict[str | None, str | None]:
    """Party → reason of its only line."""
    return {line.party: line.reason for line in run(doc).lines}


def faults(doc: Document) -> list[str]:
    try:
        run(doc)
    except engine.BadDocument as bad:
        return [fault.path for fault in bad.faults]
    return []
