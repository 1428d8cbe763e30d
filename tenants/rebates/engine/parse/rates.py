"""A rate: a decimal, or a tier table where a rate may stand."""

from collections.abc import Iterable

from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.engine.parse.kinds import DECIMAL, NOT_NEGATIVE, PERIOD, word
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.reader import Kind, Reader, V
from tenants.rebates.engine.plan import Rate, Step, TierTable

METRIC = word("lots", "active_clients", "net_deposits")
TIER_SCOPE = word("own", "downline")
CONVENTION = word("whole_period", "prospective", "marginal")


def read_rate(row: Reader, name: str, scope: Scope) -> Rate:
    if not row.has(name):
        return row.need(name, NOT_NEGATIVE)
    return _rate(row, name, row.raw(name), scope)


def maybe_rate(row: Reader, name: str, scope: Scope) -> Rate | None:
    raw = row.raw(name)
    return None if raw is None else _rate(row, name, raw, scope)


def read_rates(row: Reader, name: str, scope: Scope) -> tuple[Rate, ...]:
    return tuple(_rate(row, f"{name}[{i}]", raw, scope) for i, raw in enumerate(row.items(name, need=True)))


def read_rate_map(row: Reader, name: str, key: Kind[V], scope: Scope, *, need: bool) -> dict[V, Rate]:
    """Keys are checked first, then each value under `name.key`."""
    raw = row.raw(name)
    if not isinstance(raw, dict):
        row.mapping(name, NOT_NEGATIVE, key, need=need)
        return {}
    return {
        read_key: _rate(row, f"{name}.{raw_key}", value, scope)
        for raw_key, value in raw.items()
        if (read_key := _key(row, f"{name}.{raw_key}", raw_key, key)) is not None
    }


def _key(row: Reader, path: str, raw: object, kind: Kind[V]) -> V | None:
    return row.value(path, raw, kind)


def _rate(row: Reader, name: str, raw: object, scope: Scope) -> Rate:
    if isinstance(raw, dict):
        return read_table(Reader(raw, row.at(name), row.faults), scope)
    value = row.value(name, raw, NOT_NEGATIVE)
    return ZERO if value is None else value


def read_table(row: Reader, scope: Scope) -> TierTable:
    table = TierTable(
        row.need("metric", METRIC),
        row.get("scope", TIER_SCOPE, "own"),
        row.get("period", PERIOD, "month"),
        row.need("convention", CONVENTION),
        tuple(_steps(row.children("steps", need=True, filled=True))),
    )
    if row.ok("convention", "metric") and table.convention == "marginal":
        if table.metric != "lots":
            row.fail("metric", "a marginal table counts lots only")
        if not scope.of_deals:
            row.fail("convention", "a marginal table needs a base made of deals")
    row.done()
    return table


def _steps(rows: Iterable[Reader]) -> Iterable[Step]:
    before: Step | None = None
    for row in rows:
        step = Step(row.need("from", DECIMAL), row.need("rate", NOT_NEGATIVE))
        if row.ok("from") and before is not None and step.start <= before.start:
            row.fail("from", "the steps must ascend")
        row.done()
        before = step
        yield step
