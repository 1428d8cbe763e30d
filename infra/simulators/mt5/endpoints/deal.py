"""/api/deal: what was dealt, by account and page, or by group and time."""

from __future__ import annotations

from collections.abc import Iterable

from infra.simulators.mt5 import retcodes
from infra.simulators.mt5.endpoints.query import Query, Reply, done
from infra.simulators.mt5.records import Deal
from infra.simulators.mt5.server import Server, matches

PAGE = 100


def get(server: Server, query: Query) -> Reply:
    deal = server.deals.get(query.whole("ticket"))
    if deal is None:
        raise retcodes.Refusal(retcodes.NOT_FOUND)
    server.user(deal.login, query.manager)
    return done(_wire(server, [deal])[0])


def get_total(server: Server, query: Query) -> Reply:
    return done({"total": str(len(_of_login(server, query)))})


def get_page(server: Server, query: Query) -> Reply:
    wanted = query.whole("total", PAGE)
    if wanted > PAGE and server.switches.page_over_limit_fails:
        raise retcodes.Refusal(retcodes.PARAMETERS)
    offset = query.whole("offset", 0)
    return done(_wire(server, _of_login(server, query)[offset : offset + min(wanted, PAGE)]))


def get_batch(server: Server, query: Query) -> Reply:
    given = [name for name in ("login", "group", "ticket") if query.has(name)]
    if len(given) != 1:
        raise retcodes.Refusal(retcodes.PARAMETERS)
    found = _by_ticket(server, query) if given == ["ticket"] else _by_time(server, query, given[0])
    symbol = query.text("symbol", "")
    return done(_wire(server, [deal for deal in found if not symbol or deal.symbol == symbol]))


def _by_ticket(server: Server, query: Query) -> Iterable[Deal]:
    deals = [server.deals[ticket] for ticket in query.wholes("ticket") if ticket in server.deals]
    return [deal for deal in deals if matches(query.manager.groups, server.users[deal.login].group)]


def _by_time(server: Server, query: Query, by: str) -> Iterable[Deal]:
    start, end = _window(server, query)
    logins = set(query.wholes("login")) if by == "login" else None
    mask = "*" if logins is not None else query.text("group")
    for deal in server.deals_between(start, end):
        group = server.users[deal.login].group
        wanted = logins is None or deal.login in logins
        if wanted and matches(mask, group) and matches(query.manager.groups, group):
            yield deal


def _of_login(server: Server, query: Query) -> list[Deal]:
    user = server.user(query.whole("login"), query.manager)
    return server.deals_of(user.login, *_window(server, query))


def _window(server: Server, query: Query) -> tuple[int, int]:
    """Both ends belong to it; it is given in the server's own clock."""
    offset = server.switches.time_offset_seconds
    return (query.whole("from") - offset) * 1000, (query.whole("to") - offset) * 1000 + 999


def _wire(server: Server, deals: Iterable[Deal]) -> list[dict[str, str]]:
    switches = server.switches
    return [
        deal.wire(offset_seconds=switches.time_offset_seconds, with_fee=switches.fee_field) for deal in deals
    ]
