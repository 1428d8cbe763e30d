"""How positions began. A close is understood by its opening, which may have come long before it, or after."""

from collections.abc import Sequence

from django.db.models import QuerySet

from atrium.providers.trading import contract

from ..models import Deal, PositionOpen, Server

_BEGINS = frozenset({contract.Entry.IN, contract.Entry.IN_OUT})


def remember_openings(server: Server, deals: Sequence[contract.Deal]) -> None:
    """The first opening of a position counts; a reversal begins it anew on the other side."""
    rows = [_opening(server, deal) for deal in deals if deal.entry in _BEGINS and deal.position_id]
    PositionOpen.objects.bulk_create(rows, ignore_conflicts=True)


def _opening(server: Server, deal: contract.Deal) -> PositionOpen:
    return PositionOpen(
        server=server,
        position_id=deal.position_id,
        since_ticket=deal.ticket if deal.entry is contract.Entry.IN_OUT else 0,
        login=deal.login,
        symbol=deal.symbol,
        side="buy" if deal.action is contract.Action.BUY else "sell",
        price=deal.price,
        opened_at=deal.time,
    )


def openings_for(server: Server, deals: Sequence[contract.Deal]) -> dict[int, PositionOpen]:
    """Ticket of a close → the latest opening of its position before it."""
    closes = [deal for deal in deals if deal.entry in contract.CLOSES]
    by_position: dict[int, list[PositionOpen]] = {}
    for row in _openings(server, {deal.position_id for deal in closes}):
        by_position.setdefault(row.position_id, []).append(row)
    found = {deal.ticket: _before(deal, by_position.get(deal.position_id, [])) for deal in closes}
    return {ticket: opening for ticket, opening in found.items() if opening is not None}


def _openings(server: Server, positions: set[int]) -> QuerySet[PositionOpen]:
    return PositionOpen.objects.filter(server=server, position_id__in=positions).order_by(
        "opened_at", "since_ticket"
    )


def _before(deal: contract.Deal, openings: list[PositionOpen]) -> PositionOpen | None:
    earlier = [one for one in openings if one.since_ticket < deal.ticket and one.opened_at <= deal.time]
    return earlier[-1] if earlier else None


def unexplained(server: Server, deals: Sequence[contract.Deal]) -> dict[int, contract.Deal]:
    """Position → a close of it among these deals, for positions whose opening we have neither here nor stored."""
    here = {deal.position_id for deal in deals if deal.entry is contract.Entry.IN}
    closes = {deal.position_id: deal for deal in deals if deal.entry in contract.CLOSES}
    wanted = closes.keys() - here
    known = set(_openings(server, set(wanted)).values_list("position_id", flat=True)) if wanted else set()
    return {position: closes[position] for position in wanted - known}


def fill_openings(server: Server, deals: Sequence[contract.Deal]) -> None:
    """Closes that were stored before their opening came get what they lack."""
    begun = {deal.position_id for deal in deals if deal.entry is contract.Entry.IN}
    waiting = Deal.objects.filter(
        server=server, position_id__in=begun, opened_at__isnull=True, entry__in=[*contract.CLOSES]
    )
    if not begun or not waiting.exists():
        return
    openings = {row.position_id: row for row in _openings(server, begun).filter(since_ticket=0)}
    for deal in waiting:
        opening = openings[deal.position_id]
        if opening.opened_at <= deal.time:
            changes = {"opened_at": opening.opened_at, "open_price": deal.open_price or opening.price}
            Deal.objects.filter(id=deal.id).update(**changes)
