"""/api/group and /api/symbol: how the server is set up."""

from __future__ import annotations

from infra.simulators.mt5 import retcodes
from infra.simulators.mt5.catalogue import SYMBOLS, Group, Symbol
from infra.simulators.mt5.endpoints.query import Query, Reply, done
from infra.simulators.mt5.server import Server, matches


def group_get(server: Server, query: Query) -> Reply:
    return done([group.wire() for group in _groups(server, query, query.text("group"))])


def group_list(server: Server, query: Query) -> Reply:
    return done([group.name for group in _groups(server, query, query.text("group", "*"))])


def group_next(server: Server, query: Query) -> Reply:
    return done(_at(_groups(server, query, "*"), query.whole("index")).wire())


def group_total(server: Server, query: Query) -> Reply:
    return done({"total": str(len(_groups(server, query, "*")))})


def symbol_get(server: Server, query: Query) -> Reply:
    return done([symbol.wire() for symbol in _symbols(query.text("symbol"))])


def symbol_list(server: Server, query: Query) -> Reply:
    return done(list(SYMBOLS))


def symbol_next(server: Server, query: Query) -> Reply:
    symbols = list(SYMBOLS.values())
    index = query.whole("index")
    if index not in range(len(symbols)):
        raise retcodes.Refusal(retcodes.NOT_FOUND)
    return done(symbols[index].wire())


def symbol_total(server: Server, query: Query) -> Reply:
    return done({"total": str(len(SYMBOLS))})


def _groups(server: Server, query: Query, mask: str) -> list[Group]:
    found = [
        group
        for group in server.groups.values()
        if matches(mask, group.name) and matches(query.manager.groups, group.name)
    ]
    if not found:
        raise retcodes.Refusal(retcodes.NOT_FOUND)
    return found


def _at(groups: list[Group], index: int) -> Group:
    if index not in range(len(groups)):
        raise retcodes.Refusal(retcodes.NOT_FOUND)
    return groups[index]


def _symbols(mask: str) -> list[Symbol]:
    found = [symbol for symbol in SYMBOLS.values() if matches(mask, symbol.name)]
    if not found:
        raise retcodes.Refusal(retcodes.NOT_FOUND)
    return found
