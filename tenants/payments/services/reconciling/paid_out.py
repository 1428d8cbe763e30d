"""What left the house, as the other side counts it: payouts, what came back, refunds, disputes."""

from datetime import datetime

from django.db.models import Q

from tenants.connections.models import Connection
from tenants.ledger import addresses

from ...engine.comparing import Key, Side
from ...models import BankAccount, BankLine, Withdrawal


def through_provider(connection: Connection, since: datetime, spoken_of: set[str]) -> dict[Key, Side]:
    rows = Withdrawal.objects.filter(connection_id=connection.id, state=Withdrawal.State.PAID)
    rows = rows.filter(Q(requested_at__gte=since) | Q(psp_reference__in=spoken_of)).exclude(psp_reference="")
    return dict(_side(connection, row) for row in rows.iterator(chunk_size=1000))


def _side(connection: Connection, row: Withdrawal) -> tuple[Key, Side]:
    account = addresses.psp(connection.vendor, row.currency)
    side = Side(-row.amount_minor, row.finished_at or row.requested_at, account, "withdrawal", row.id)
    return Key("payout", row.psp_reference, row.currency), side


def through_bank(account: BankAccount, since: datetime) -> dict[Key, Side]:
    return {}


def token_of(line: BankLine) -> str:
    """The token of ours that the bank printed on a line, if it is there."""
    return ""
