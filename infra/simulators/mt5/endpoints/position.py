"""/api/position: what is open, at today's prices."""

from __future__ import annotations

from infra.simulators.mt5 import dealing
from infra.simulators.mt5.catalogue import SYMBOLS
from infra.simulators.mt5.endpoints.query import Query, Reply, done
from infra.simulators.mt5.records import Position, volume, volume_extended
from infra.simulators.mt5.server import Server


def get(server: Server, query: Query) -> Reply:
    return done(_wire(server, _of_login(server, query)))


def get_total(server: Server, query: Query) -> Reply:
    return done({"total": str(len(_of_login(server, query)))})


def get_page(server: Server, query: Query) -> Reply:
    offset = query.whole("offset", 0)
    return done(_wire(server, _of_login(server, query)[offset : offset + query.whole("total", 100)]))


def get_batch(server: Server, query: Query) -> Reply:
    if query.has("login"):
        wanted = set(query.wholes("login"))
        users = [user for user in server.users_of("*", query.manager) if user.login in wanted]
    else:
        users = list(server.users_of(query.text("group"), query.manager))
    return done(_wire(server, [one for user in users for one in server.positions_of(user.login)]))


def _of_login(server: Server, query: Query) -> list[Position]:
    user = server.user(query.whole("login"), query.manager)
    symbol = query.text("symbol", "")
    return [one for one in server.positions_of(user.login) if not symbol or one.symbol == symbol]


def _wire(server: Server, positions: list[Position]) -> list[dict[str, str]]:
    return [_record(server, position) for position in positions]


def _record(server: Server, position: Position) -> dict[str, str]:
    symbol, user = SYMBOLS[position.symbol], server.users[position.login]
    price = server.market.price(symbol, 1 - position.action)
    opened = position.time_msc // 1000 + server.switches.time_offset_seconds
    return {
        "Position": str(position.ticket),
        "Login": str(position.login),
        "Symbol": position.symbol,
        "Action": str(position.action),
        "Digits": str(symbol.digits),
        "ContractSize": f"{symbol.contract_size:.2f}",
        "TimeCreate": str(opened),
        "TimeUpdate": str(opened),
        "PriceOpen": f"{position.price:.{symbol.digits}f}",
        "PriceCurrent": f"{price:.{symbol.digits}f}",
        "PriceSL": "0",
        "PriceTP": "0",
        "Volume": volume(position.lots),
        "VolumeExt": volume_extended(position.lots),
        "Profit": f"{dealing.profit(server, user, position, price, position.lots):.2f}",
        "Storage": "0.00",
        "Comment": "",
    }
