"""Bank accounts: each line of the statements beside the deposit or payout that it belongs to."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Final

from django.db.models import Max, Min

from tenants.ledger import addresses

from ...engine.comparing import Found, Key, Side, compare
from ...models import BankAccount, BankLine, Deposit, Way
from . import paid_out
from .sources import Asking, Source

_LATE: Final = timedelta(days=3)  # between the day we book and the day the bank does


def sources() -> list[Source]:
    """Accounts of which a statement was ever brought in: of the others nothing can be said."""
    rows = BankAccount.objects.filter(lines__isnull=False).distinct().order_by("code")
    return [
        Source(Way.BANK, row.code, row.label, lambda asking, row=row: _compare(row, asking))  # type: ignore[misc]
        for row in rows
    ]


def _compare(account: BankAccount, asking: Asking) -> Iterable[Found]:
    lines = BankLine.objects.filter(account=account)
    told = lines.aggregate(first=Min("booked_on"), last=Max("booked_on"))
    ours, theirs = {}, {}
    where = addresses.bank(account.code, account.currency)
    for line in lines.filter(booked_on__gte=asking.since.date()).iterator(chunk_size=1000):
        key, side = _line(line, where)
        theirs[key] = side
    window = (_start(told["first"]), _start(told["last"]) - _LATE)
    deposits = Deposit.objects.filter(
        psp_code=account.code, received_minor__isnull=False, currency=account.currency
    )
    for row in deposits.filter(created_at__gte=asking.since).iterator(chunk_size=1000):
        key = Key("payment", str(row.id), account.currency)
        at = row.finished_at or row.created_at
        if key in theirs or window[0] <= at < window[1]:
            ours[key] = Side(row.received_minor or 0, at, where, "deposit", row.id)
    for key, side in paid_out.through_bank(account, asking.since).items():
        if key in theirs or window[0] <= side.at < window[1]:
            ours[key] = side
    return compare(
        way=Way.BANK, source=account.code, ours=ours, theirs=theirs, explained=asking.explained,
        quiet_from=asking.quiet_from,
    )  # fmt: skip


def _line(line: BankLine, where: str) -> tuple[Key, Side]:
    at = _start(line.booked_on)
    if line.state == BankLine.State.MATCHED and line.deposit_id is not None:
        return Key("payment", str(line.deposit_id), line.currency), Side(line.amount_minor, at, where)
    token = paid_out.token_of(line)
    if token:
        return Key("payout", token, line.currency), Side(line.amount_minor, at, where, "line", line.id)
    return Key("line", line.fingerprint, line.currency), Side(line.amount_minor, at, where, "line", line.id)


def _start(day: object) -> datetime:
    return datetime.combine(day, time.min, UTC)  # type: ignore[arg-type]
