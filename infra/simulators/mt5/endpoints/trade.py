"""/api/trade: money into and out of a trading account. A repeated request is done twice, as on the real server."""

from __future__ import annotations

from infra.simulators.mt5 import dealing
from infra.simulators.mt5.endpoints.query import Query, Reply, done
from infra.simulators.mt5.server import Server


def balance(server: Server, query: Query) -> Reply:
    user = server.user(query.whole("login"), query.manager)
    deal = dealing.balance_operation(
        server,
        user,
        query.whole("type"),
        query.amount("balance"),
        query.text("comment"),
        check_margin=query.text("checkmargin", "0") == "1",
    )
    return done({"Ticket": str(deal.ticket)})
