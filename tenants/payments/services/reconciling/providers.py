"""Payment providers: their books, line by line, beside what we booked for the same payments."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from atrium.kernel.errors import AtriumError
from atrium.providers.errors import NeverAgain, ProviderError
from atrium.providers.psp.contract import CheckoutStatus, Psp, Reporting, ReportKind, ReportLine
from tenants.connections.models import Connection
from tenants.ledger import addresses
from tenants.ledger.models import Movement as Row

from ...engine.comparing import Found, Key, Side, compare
from ...models import Deposit, Way
from ..calling import calling
from . import paid_out
from .sources import Asking, NotAsked, Source, batched

_CLOCKS: Final = timedelta(minutes=5)  # theirs and ours
_SUBJECTS: Final = {
    ReportKind.PAYMENT: "payment",
    ReportKind.PAYOUT: "payout",
    ReportKind.PAYOUT_BACK: "payout_back",
    ReportKind.REFUND: "refund",
    ReportKind.DISPUTE: "dispute",
}
Sides = dict[Key, Side]


def sources() -> list[Source]:
    """Every provider through which money was ever taken or sent, also one that is switched off since."""
    used = {*Deposit.objects.exclude(payment_id="").values_list("connection_id", flat=True).distinct()}
    rows = Connection.objects.filter(kind=Connection.Kind.PSP).order_by("created_at")
    kept = [row for row in rows if row.state == Connection.State.ACTIVE or row.id in used]
    return [
        Source(Way.PSP, str(row.id), row.label, lambda asking, row=row: _compare(row, asking))  # type: ignore[misc]
        for row in kept
    ]


def _compare(connection: Connection, asking: Asking) -> Iterable[Found]:
    try:
        with calling(connection.id) as psp:
            theirs = _theirs(psp, asking)
            mine = _ours(connection, asking, theirs)
            _look_up(psp, connection, mine, theirs)
    except (ProviderError, AtriumError) as error:
        raise NotAsked(error.message) from error
    return compare(
        way=Way.PSP,
        source=str(connection.id),
        ours=mine,
        theirs=theirs,
        explained=asking.explained,
        quiet_from=asking.quiet_from,
        accounts={key.currency: addresses.psp(connection.vendor, key.currency) for key in theirs},
    )


def _theirs(psp: Psp, asking: Asking) -> Sides:
    """Sums by payment: a payment may be refunded in several parts."""
    found: Sides = {}
    if isinstance(psp, Reporting):
        for line in psp.report(since=asking.since, until=asking.now + _CLOCKS):
            if line.kind in _SUBJECTS:
                _add(
                    found,
                    Key(_SUBJECTS[line.kind], line.reference, line.money.currency),
                    line.money.amount_minor,
                    line,
                )
                if line.fee:
                    _add(found, Key("fee", line.reference, line.fee.currency), -line.fee.amount_minor, line)
    return found


def _add(found: Sides, key: Key, minor: int, line: ReportLine) -> None:
    before = found.get(key)
    found[key] = Side((before.minor if before else 0) + minor, max(line.at, before.at) if before else line.at)


def _ours(connection: Connection, asking: Asking, theirs: Sides) -> Sides:
    """What the ledger has for payments that began in the window and for whatever their lines speak of, however old."""
    spoken_of = {key.reference for key in theirs}
    rows = Deposit.objects.filter(connection_id=connection.id).exclude(payment_id="")
    wanted = rows.filter(Q(created_at__gte=asking.since) | Q(payment_id__in=spoken_of))
    deposits = dict(wanted.values_list("payment_id", "id"))
    sides: Sides = {}
    for some in batched({*deposits, *spoken_of}):
        sides |= _booked(connection, some, deposits)
    fees = paid_out.dispute_fees(connection, asking.since, spoken_of)
    return paid_out.added_up([*sides.items(), *fees]) | paid_out.through_provider(
        connection, asking.since, spoken_of
    )


def _booked(connection: Connection, payments: Sequence[str], deposits: Mapping[str, uuid.UUID]) -> Sides:
    """The bookings themselves: what was reversed is not there any more."""
    keys = {f"dep:{connection.id}:{payment}": payment for payment in payments}
    rows = Row.objects.filter(idem_key__in=keys, phase="posted", reversals__isnull=True)
    sides: Sides = {}
    for row in rows.select_related("debit", "credit"):
        account = addresses.psp(connection.vendor, row.currency)
        payment = keys[row.idem_key]
        came_in = row.debit.address == account
        if came_in or row.credit.address == account:
            key = Key("payment" if came_in else "fee", payment, row.currency)
            minor = row.amount_minor if came_in else -row.amount_minor
            sides[key] = Side(minor, row.effective_at, account, "deposit", deposits.get(payment))
    return sides


def _look_up(psp: Psp, connection: Connection, mine: Sides, theirs: Sides) -> None:
    """What their list does not show they are asked about one by one, before anybody is told that it is missing."""
    absent = [key for key in mine if key.subject == "payment" and key not in theirs]
    references = dict(
        Deposit.objects.filter(id__in=[mine[key].record_id for key in absent]).values_list(
            "id", "psp_reference"
        )
    )
    for key in absent:
        side = mine[key]
        found = _asked(psp, references.get(side.record_id) if side.record_id else None, key, side.at)
        if found is not None:
            theirs[key] = found
            _take_fee(mine, theirs, key)


def _asked(psp: Psp, reference: str | None, key: Key, at: datetime) -> Side | None:
    if not reference:
        return None
    try:
        state = psp.fetch_checkout(reference)
    except NeverAgain:
        return None
    if state.status is not CheckoutStatus.PAID or state.payment_id != key.reference:
        return None
    return Side(state.money.amount_minor, at) if state.money.currency == key.currency else None


def _take_fee(mine: Sides, theirs: Sides, key: Key) -> None:
    """One payment asked by itself tells no fee that is worth comparing."""
    fee = Key("fee", key.reference, key.currency)
    if fee in mine and fee not in theirs:
        theirs[fee] = Side(mine[fee].minor, mine[fee].at)
