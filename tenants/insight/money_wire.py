"""What was said between us and a provider or a trading server about one movement of money."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from atrium.kernel import clock
from tenants.connections.models import Connection
from tenants.inbox.models import Message
from tenants.payments.models import Attempt, Deposit, Payout
from tenants.trading.models import BalanceOperation

_MOST_MESSAGES: Final = 2000


@dataclass(frozen=True, slots=True)
class Wire:
    """`way` is in (they told us), or out (we asked them)."""

    way: str
    at: datetime
    who: str
    what: str
    state: str
    note: str = ""
    body: str = ""


def attempts_of(row: Deposit) -> list[Wire]:
    return [
        Wire("out", one.at, one.psp_code, "checkout", one.outcome, one.reason)
        for one in Attempt.objects.filter(deposit=row).order_by("place")
    ]


def sent(part: Payout) -> list[Wire]:
    if part.sent_at is None:
        return []
    times = f"{part.attempts} × sent, {part.lookups} × looked up" if part.lookups or part.attempts > 1 else ""
    note = " · ".join(text for text in (part.reference, part.sent_as, part.proof, times, part.error) if text)
    return [Wire("out", part.sent_at, part.route_code, "payout", part.state, note)]


def asked_of_server(operation: BalanceOperation) -> list[Wire]:
    if operation.first_sent_at is None:
        return []
    note = f"{operation.token}: {operation.sends} × sent, {operation.lookups} × looked up"
    told = [
        Wire(
            "out", operation.first_sent_at, operation.server.code, "balance_operation", operation.state, note
        )
    ]
    if operation.ended_at is not None:
        ticket = f"#{operation.ticket}" if operation.ticket else operation.error
        told.append(Wire("in", operation.ended_at, operation.server.code, "answer", operation.state, ticket))
    return told


def heard(connection_id: uuid.UUID | None, since: datetime, names: Iterable[str]) -> list[Wire]:
    """Messages of that provider that name this payment, from a little before it began to some weeks later."""
    wanted = [name.encode() for name in names if len(name) > 6]
    if connection_id is None or not wanted:
        return []
    until = min(clock.now(), since + timedelta(days=45))
    rows = Message.objects.filter(
        connection_id=connection_id, received_at__gte=since - timedelta(minutes=5), received_at__lte=until
    ).order_by("received_at")[:_MOST_MESSAGES]
    who = Connection.objects.filter(id=connection_id).values_list("label", flat=True).first() or ""
    return [_told(row, who) for row in rows if any(name in bytes(row.body) for name in wanted)]


def _told(row: Message, who: str) -> Wire:
    text = bytes(row.body).decode("utf-8", "replace")
    try:
        parsed = json.loads(text)
    except ValueError:
        return Wire("in", row.received_at, who, row.external_id, row.state, row.note, text[:20_000])
    what = (
        str(parsed.get("type") or parsed.get("payment_status") or row.external_id)
        if isinstance(parsed, Mapping)
        else row.external_id
    )
    return Wire("in", row.received_at, who, what, row.state, row.note, json.dumps(parsed, indent=2)[:20_000])
