"""What left the house, as the other side counts it: payouts, what came back, refunds, disputes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import F, Q

from tenants.connections.models import Connection
from tenants.ledger import addresses

from ...engine.comparing import Key, Side
from ...models import BankAccount, Dispute, Payout

Rows = Iterable[tuple[Key, Side]]


def through_provider(connection: Connection, since: datetime, spoken_of: set[str]) -> dict[Key, Side]:
    paid = Payout.objects.filter(connection_id=connection.id, paid_minor__gt=0).select_related(
        "deposit", "withdrawal"
    )
    paid = paid.filter(
        Q(withdrawal__requested_at__gte=since)
        | Q(reference__in=spoken_of)
        | Q(deposit__payment_id__in=spoken_of)
    )
    disputes = Dispute.objects.filter(connection_id=connection.id).exclude(state=Dispute.State.WON)
    disputes = disputes.filter(Q(opened_at__gte=since) | Q(deposit__payment_id__in=spoken_of))
    rows = [*_payouts(connection, paid), *_disputes(connection, disputes.select_related("deposit"))]
    return added_up(rows)


def dispute_fees(connection: Connection, since: datetime, spoken_of: set[str]) -> Iterator[tuple[Key, Side]]:
    """What disputes cost, beside the fee of the payment itself: also of those that were won."""
    rows = Dispute.objects.filter(connection_id=connection.id, fee_minor__gt=F("fee_back_minor"))
    rows = rows.filter(Q(opened_at__gte=since) | Q(deposit__payment_id__in=spoken_of))
    for row in rows.select_related("deposit"):
        where = addresses.psp(connection.vendor, row.currency)
        minor = row.fee_back_minor - row.fee_minor
        key = Key("fee", row.deposit.payment_id, row.currency)
        yield key, Side(minor, row.opened_at, where, "deposit", row.deposit_id)


def _payouts(connection: Connection, rows: Iterable[Payout]) -> Iterator[tuple[Key, Side]]:
    for row in rows:
        at = row.finished_at or row.sent_at or row.withdrawal.requested_at
        where = addresses.psp(connection.vendor, row.currency)
        if row.kind == Payout.Kind.REFUND:
            assert row.deposit is not None
            left = row.paid_minor - row.returned_minor
            yield Key("refund", row.deposit.payment_id, row.currency), _side(-left, at, where, row)
            continue
        yield Key("payout", row.reference, row.currency), _side(-row.paid_minor, at, where, row)
        if row.returned_minor:
            yield Key("payout_back", row.reference, row.currency), _side(row.returned_minor, at, where, row)


def _side(minor: int, at: datetime, where: str, row: Payout) -> Side:
    return Side(minor, at, where, "withdrawal", row.withdrawal_id)


def _disputes(connection: Connection, rows: Iterable[Dispute]) -> Iterator[tuple[Key, Side]]:
    for row in rows:
        where = addresses.psp(connection.vendor, row.currency)
        key = Key("dispute", row.deposit.payment_id, row.currency)
        yield key, Side(-row.amount_minor, row.opened_at, where, "deposit", row.deposit_id)


def added_up(rows: Rows) -> dict[Key, Side]:
    """A payment may be refunded in parts."""
    found: dict[Key, list[Side]] = defaultdict(list)
    for key, side in rows:
        found[key].append(side)
    return {
        key: Side(sum(side.minor for side in sides), max(side.at for side in sides), sides[0].account,
                  sides[0].record_kind, sides[0].record_id)
        for key, sides in found.items()
    }  # fmt: skip


def through_bank(account: BankAccount, since: datetime) -> dict[Key, Side]:
    rows = Payout.objects.filter(kind=Payout.Kind.BANK, route_code=account.code, paid_minor__gt=0)
    where = addresses.bank(account.code, account.currency)
    found: dict[Key, Side] = {}
    for row in rows.filter(withdrawal__requested_at__gte=since).select_related("withdrawal"):
        at = row.finished_at or row.sent_at or row.withdrawal.requested_at
        found[Key("payout", row.token, row.currency)] = _side(-row.paid_minor, at, where, row)
    return found
