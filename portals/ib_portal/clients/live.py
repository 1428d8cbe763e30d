"""A new client, and what clients trade: an open list of clients, of trades or of sub-IBs fetches itself again."""

import uuid
from collections.abc import Iterable
from typing import Final

from portals.shared.live import push, watched
from tenants.ibs.selectors import upline_at
from tenants.outbox.types import Event

_NUDGE: Final = (
    '<div id="clients-nudge" hx-swap-oob="true" data-refetch="#clients, #trades, #subs" hidden></div>'
)


def show_client(event: Event) -> None:
    """`client.attributed`: to whom the client belongs from now on, and to those above them."""
    for partner_id in map(uuid.UUID, event.payload["partner_ids"]):
        _nudge([partner_id, *upline_at(partner_id, event.at)])


def show_trading(event: Event) -> None:
    """`rebates.accrued`: what was traded stands beside clients and sub-IBs."""
    _nudge(map(uuid.UUID, event.payload["partner_ids"]))


def show_client_rebate(event: Event) -> None:
    """`client_rebate.changed`: what the broker said stands on the partner's page."""
    partner_id = event.payload["partner_id"]
    if watched("ib", "partner", partner_id):
        html = '<div id="client-rebates-nudge" hx-swap-oob="true" data-refetch hidden></div>'
        push("ib", "partner", partner_id, html=html)


def _nudge(partner_ids: Iterable[uuid.UUID]) -> None:
    for partner_id in partner_ids:
        if watched("ib", "partner", str(partner_id)):
            push("ib", "partner", partner_id, html=_NUDGE)
