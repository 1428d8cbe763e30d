"""Decisions of trading: values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from atrium.providers.trading.contract import CLOSES, Action, Entry

SKEW: Final = timedelta(minutes=5)  # how far a server's clock may be wrong when we look for our own operation
MOST_SENDS: Final = 3
MOST_LOOKUPS: Final = 20
TURN: Final = timedelta(seconds=5)  # between looks of an operation that waits for another on its login
LEASE: Final = timedelta(minutes=2)  # longer than any call to a server takes, time-outs included

_JPY_PIP: Final = Decimal("0.01")
_FOREX_PIP: Final = Decimal("0.0001")
_METAL_PIPS: Final = {"XAU": Decimal("0.1"), "XAG": Decimal("0.01")}
_FOREX_DIGITS: Final = 4


class Found(StrEnum):
    """What a look at the server says about an operation whose answer was lost."""

    DONE = "done"
    NOT_DONE = "not_done"
    DOUBTFUL = "doubtful"  # for a person


@dataclass(frozen=True, slots=True)
class Verdict:
    found: Found
    ticket: int | None = None
    reason: str = ""


def judge(amounts_by_ticket: Sequence[tuple[int, Decimal]], *, wanted: Decimal) -> Verdict:
    """`amounts_by_ticket` are the deals that carry our token. One with our amount is it; none means it was not done."""
    if not amounts_by_ticket:
        return Verdict(Found.NOT_DONE)
    if len(amounts_by_ticket) > 1:
        tickets = ", ".join(str(ticket) for ticket, _ in amounts_by_ticket)
        return Verdict(Found.DOUBTFUL, reason=f"The server shows it more than once: deals {tickets}.")
    ((ticket, amount),) = amounts_by_ticket
    if amount != wanted:
        return Verdict(Found.DOUBTFUL, reason=f"Deal {ticket} carries it with {amount} instead of {wanted}.")
    return Verdict(Found.DONE, ticket=ticket)


def look_at(sent_at: datetime, *, quiet_seconds: int) -> datetime:
    """Earlier, a late execution could still follow, and a second send would double the money."""
    return sent_at + timedelta(seconds=quiet_seconds)


def next_look(now: datetime, lookups: int) -> datetime:
    """After a look that failed: ten seconds, doubling up to ten minutes."""
    return now + timedelta(seconds=min(600, 10 * 2 ** min(lookups, 10)))


def default_pip_size(*, base: str, quote: str, digits: int, is_forex: bool) -> Decimal:
    """The usual pip; a broker may set another, for outside currencies no agreement exists."""
    if base in _METAL_PIPS:
        return _METAL_PIPS[base]
    if is_forex:
        return _JPY_PIP if quote == "JPY" else _FOREX_PIP
    return Decimal(1) if digits <= _FOREX_DIGITS else Decimal(1).scaleb(-digits)


class Window(StrEnum):
    """How far back a reading of deals goes."""

    NARROW = "narrow"
    WIDE = "wide"
    NIGHT = "night"


OVERLAP_SECONDS: Final = {Window.NARROW: 10, Window.WIDE: 15 * 60, Window.NIGHT: 48 * 3600}
_WIDE_EVERY: Final = timedelta(minutes=5)
_NIGHT_EVERY: Final = timedelta(hours=24)


def due_window(now: datetime, *, wide_at: datetime | None, night_at: datetime | None) -> Window:
    """Deals may be changed after they were read, so each second looks back a little, and now and then far."""
    if night_at is None or now - night_at >= _NIGHT_EVERY:
        return Window.NIGHT
    if wide_at is None or now - wide_at >= _WIDE_EVERY:
        return Window.WIDE
    return Window.NARROW


REFUSED_PAUSE_SECONDS: Final = (
    30.0  # a server that refuses our log-in is not hammered; it may lock the manager out
)


def pause_seconds(failures: int, asked_for: float | None) -> float:
    """Between tries of a server that fails: one second, doubling up to half a minute, never less than it asked for."""
    return max(min(30.0, 2.0 ** max(0, failures - 1)), asked_for or 0.0)


def position_side(action: str, entry: str) -> str:
    """Of the position. What closes a buy is a sell, so for a close it is the other side of the deal's own."""
    sides = {
        Action.BUY: "buy",
        Action.BUY_CANCELLED: "buy",
        Action.SELL: "sell",
        Action.SELL_CANCELLED: "sell",
    }
    own = sides.get(Action(action), "")
    if Entry(entry) in CLOSES and own:
        return "sell" if own == "buy" else "buy"
    return own
