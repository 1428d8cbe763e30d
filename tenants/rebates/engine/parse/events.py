"""Events of a document, one reading function per type."""

from collections.abc import Callable

from tenants.rebates.engine.document import (
    Assign,
    Cash,
    CopyFee,
    Event,
    Kyc,
    Lead,
    Move,
    PayoutRun,
    RankChange,
    Reverse,
    StatusChange,
)
from tenants.rebates.engine.parse.facts import read_stakes
from tenants.rebates.engine.parse.kinds import CURRENCY, FLAG, ID, POSITIVE, STATUS, TIME, WHOLE, word
from tenants.rebates.engine.parse.names import Names, unique
from tenants.rebates.engine.parse.reader import Reader

REASON = word("clawback", "rejected", "correction")

Read = Callable[[Reader, Names, str, int], Event]


def read_events(root: Reader, names: Names) -> tuple[Event, ...]:
    rows = root.children("events")
    unique(rows, "id", "event")
    events = [event for row in rows if (event := _event(row, names)) is not None]
    return tuple(sorted(events, key=lambda event: (event.at, event.id)))


def _event(row: Reader, names: Names) -> Event | None:
    kind = row.need("type", TYPE)
    if not row.ok("type"):
        return None
    event = READERS[kind](row, names, row.need("id", ID), row.need("at", TIME))
    row.done()
    return event


def _cash(row: Reader, names: Names, id: str, at: int) -> Event:
    return Cash(
        id,
        at,
        str(row.raw("type")),
        row.need("client", names.client),
        row.need("amount", POSITIVE),
        row.get("currency", CURRENCY, "USD"),
    )


def _lead(row: Reader, names: Names, id: str, at: int) -> Event:
    return Lead(
        id,
        at,
        row.need("client", names.client),
        row.need("phone_verified", FLAG),
        row.need("email_verified", FLAG),
        row.need("unique", FLAG),
    )


def _copy_fee(row: Reader, names: Names, id: str, at: int) -> Event:
    return CopyFee(
        id,
        at,
        row.need("client", names.client),
        row.need("manager", names.client),
        row.need("amount", POSITIVE),
        row.get("currency", CURRENCY, "USD"),
        row.maybe("account", names.account),
    )


def _kyc(row: Reader, names: Names, id: str, at: int) -> Event:
    return Kyc(id, at, row.need("client", names.client), row.need("level", WHOLE))


def _move(row: Reader, names: Names, id: str, at: int) -> Event:
    return Move(id, at, row.need("partner", names.partner), row.maybe("parent", names.partner))


def _assign(row: Reader, names: Names, id: str, at: int) -> Event:
    return Assign(id, at, row.need("client", names.client), read_stakes(row, names))


def _status(row: Reader, names: Names, id: str, at: int) -> Event:
    return StatusChange(id, at, row.need("partner", names.partner), row.need("status", STATUS))


def _rank(row: Reader, names: Names, id: str, at: int) -> Event:
    return RankChange(id, at, row.need("partner", names.partner), row.need("rank", WHOLE))


def _payout(row: Reader, names: Names, id: str, at: int) -> Event:
    return PayoutRun(id, at)


def _reverse(row: Reader, names: Names, id: str, at: int) -> Event:
    return Reverse(
        id,
        at,
        row.need("of", names.reversible),
        row.maybe("partner", names.partner),
        row.need("reason", REASON),
    )


READERS: dict[str, Read] = {
    "deposit": _cash,
    "withdrawal": _cash,
    "bonus": _cash,
    "fee": _cash,
    "lead": _lead,
    "copy_fee": _copy_fee,
    "kyc": _kyc,
    "move": _move,
    "assign": _assign,
    "status": _status,
    "rank": _rank,
    "payout": _payout,
    "reverse": _reverse,
}
TYPE = word(*READERS)
