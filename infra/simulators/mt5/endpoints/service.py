"""Small talk: is anybody there, what time is it, who are you."""

from __future__ import annotations

from infra.simulators.mt5.endpoints.query import Query, Reply, done
from infra.simulators.mt5.server import Server, now_msc


def test_access(server: Server, query: Query) -> Reply:
    return done()


def time_server(server: Server, query: Query) -> Reply:
    return done({"time": str(now_msc() // 1000 + server.switches.time_offset_seconds)})


def common(server: Server, query: Query) -> Reply:
    return done({"Name": "Atrium-Simulator", "TotalUsers": str(len(server.users))})
