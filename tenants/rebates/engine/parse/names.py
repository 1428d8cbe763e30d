"""The ids a document defines, gathered first, so that every reference can be checked where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenants.rebates.engine.parse.kinds import known
from tenants.rebates.engine.parse.reader import Kind, Reader


@dataclass(frozen=True, slots=True)
class Names:
    symbol: Kind[str]
    partner: Kind[str]
    client: Kind[str]
    account: Kind[str]
    deal: Kind[str]
    plan: Kind[str]
    event: Kind[str]
    reversible: Kind[str]
    deal_ids: frozenset[str]
    event_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """What the parts of a plan may refer to, and whether its base is made of deals."""

    names: Names
    of_deals: bool


REVERSIBLE = frozenset({"deposit", "lead", "copy_fee"})


def names_of(data: Mapping[str, object]) -> Names:
    deals, events = _ids(data, "deals", "deal"), _ids(data, "events", "id")
    reversible = deals | _ids(data, "events", "id", REVERSIBLE)
    return Names(
        symbol=known(_ids(data, "symbols", "symbol"), "symbol"),
        partner=known(_ids(data, "partners", "partner"), "partner"),
        client=known(_ids(data, "clients", "client"), "client"),
        account=known(_ids(data, "accounts", "account"), "account"),
        deal=known(deals, "deal"),
        plan=known(_ids(data, "plans", "plan"), "plan"),
        event=known(events, "event"),
        reversible=known(reversible, "deal, deposit, lead or copy fee"),
        deal_ids=frozenset(deals),
        event_ids=frozenset(events),
    )


def unique(readers: list[Reader], name: str, noun: str) -> None:
    """An id twice is a fault of the second one."""
    seen: set[object] = set()
    for reader in readers:
        value = reader.raw(name)
        if isinstance(value, str) and value in seen:
            reader.fail(name, f"the {noun} {value!r} is there twice")
        elif isinstance(value, str):
            seen.add(value)


def _ids(data: Mapping[str, object], listed: str, name: str, types: frozenset[str] | None = None) -> set[str]:
    rows = data.get(listed)
    return {
        row[name]
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and isinstance(row.get(name), str) and _is_one_of(row, types)
    }


def _is_one_of(row: Mapping[str, object], types: frozenset[str] | None) -> bool:
    kind = row.get("type")
    return types is None or (isinstance(kind, str) and kind in types)
