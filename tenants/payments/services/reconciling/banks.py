"""Bank accounts: each line of the statements beside the deposit or payout that it belongs to."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Final

from django.db.models import Max, Min, QuerySet

from tenants.ledger import addresses
from tenants.ledger.models import Movement as Row

from ...engine.comparing import Found, Key, Side, compare
from ...models import BankAccount, BankLine, Way
from ..bank_results import payout_of
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
    where = addresses.bank(account.code, account.currency)
    lines = BankLine.objects.filter(account=account)
    told = lines.aggregate(first=Min("booked_on"), last=Max("booked_on"))
    ours: dict[Key, Side] = {}
    theirs: dict[Key, Side] = {}
    for some in batched_lines(lines.filter(booked_on__gte=asking.since.date()).select_related("account")):
        booked = _booked([line for line in some if line.amount_minor > 0], where)
        for line in some:
            key = _key(line)
            theirs[key] = Side(line.amount_minor, _start(line.booked_on), where, "line", line.id)
            if line.id in booked:
                ours[key] = booked[line.id]
    first, last = _start(told["first"]), _start(told["last"]) - _LATE
    for key, side in paid_out.through_bank(account, asking.since).items():
        if key in theirs or first <= side.at < last:
            ours[key] = side
    return compare(
        way=Way.BANK, source=account.code, ours=ours, theirs=theirs, explained=asking.explained,
        quiet_from=asking.quiet_from,
    )  # fmt: skip


def batched_lines(lines: QuerySet[BankLine], size: int = 1000) -> Iterator[list[BankLine]]:
    left = lines.iterator(chunk_size=size)
    while some := list(islice(left, size)):
        yield some


def _key(line: BankLine) -> Key:
    """What went out is known by the token of the payout; what came in by its own line."""
    payout = payout_of(line) if line.amount_minor < 0 else None
    if payout is not None:
        return Key("payout", payout.token, line.currency)
    return Key("line", line.bank_reference or str(line.id), line.currency)


def _booked(lines: Sequence[BankLine], where: str) -> dict[uuid.UUID, Side]:
    """What the import booked for them; what was reversed is not there any more."""
    keys = {f"bank:{line.id}": line.id for line in lines}
    rows = Row.objects.filter(idem_key__in=keys, phase="posted", reversals__isnull=True, debit__address=where)
    return {
        keys[row.idem_key]: Side(row.amount_minor, row.effective_at, where, "line", keys[row.idem_key]) for row in rows
    }  # fmt: skip


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
