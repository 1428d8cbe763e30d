"""The paths of the Web API: path → what answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from infra.simulators.mt5.endpoints import catalogue, deal, position, service, trade, user
from infra.simulators.mt5.endpoints.query import Query, Reply
from infra.simulators.mt5.server import Server

ENDPOINTS: Mapping[str, Callable[[Server, Query], Reply]] = {
    "/api/test/access": service.test_access,
    "/api/time/server": service.time_server,
    "/api/common/get": service.common,
    "/api/user/add": user.add,
    "/api/user/update": user.update,
    "/api/user/get": user.get,
    "/api/user/get_external": user.get_external,
    "/api/user/get_batch": user.get_batch,
    "/api/user/account/get": user.account_get,
    "/api/user/account/get_batch": user.account_get_batch,
    "/api/user/logins": user.logins,
    "/api/user/total": user.total,
    "/api/user/group": user.group,
    "/api/user/check_password": user.check_password,
    "/api/user/change_password": user.change_password,
    "/api/trade/balance": trade.balance,
    "/api/deal/get": deal.get,
    "/api/deal/get_total": deal.get_total,
    "/api/deal/get_page": deal.get_page,
    "/api/deal/get_batch": deal.get_batch,
    "/api/position/get": position.get,
    "/api/position/get_total": position.get_total,
    "/api/position/get_page": position.get_page,
    "/api/position/get_batch": position.get_batch,
    "/api/group/get": catalogue.group_get,
    "/api/group/list": catalogue.group_list,
    "/api/group/next": catalogue.group_next,
    "/api/group/total": catalogue.group_total,
    "/api/symbol/get": catalogue.symbol_get,
    "/api/symbol/list": catalogue.symbol_list,
    "/api/symbol/next": catalogue.symbol_next,
    "/api/symbol/total": catalogue.symbol_total,
}
