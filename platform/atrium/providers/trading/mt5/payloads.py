"""The vendor's records, read into our words. Every number is read from its text, none through a binary float."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from atrium.providers.errors import TryAgain
from atrium.providers.trading.contract import (
    CLOSES,
    AccountMoney,
    AccountState,
    Action,
    Deal,
    Entry,
    GroupInfo,
    Position,
    SymbolInfo,
)

Record = Mapping[str, Any]

_ACTIONS = {
    0: Action.BUY,
    1: Action.SELL,
    2: Action.BALANCE,
    3: Action.CREDIT,
    4: Action.CHARGE,
    5: Action.CORRECTION,
    6: Action.BONUS,
    7: Action.COMMISSION,
    8: Action.COMMISSION,
    9: Action.COMMISSION,
    10: Action.COMMISSION,
    11: Action.COMMISSION,
    12: Action.INTEREST,
    13: Action.BUY_CANCELLED,
    14: Action.SELL_CANCELLED,
    15: Action.DIVIDEND,
    16: Action.DIVIDEND,
    17: Action.TAX,
    18: Action.COMMISSION,
    19: Action.STOP_OUT_COMPENSATION,
}
_ENTRIES = {0: Entry.IN, 1: Entry.OUT, 2: Entry.IN_OUT, 3: Entry.OUT_BY}
_REASONS = {
    0: "client",
    1: "expert",
    2: "dealer",
    3: "stop_loss",
    4: "take_profit",
    5: "stop_out",
    6: "rollover",
}
_WITH_POSITION = frozenset({Action.BUY, Action.SELL, Action.BUY_CANCELLED, Action.SELL_CANCELLED})

RIGHT_ENABLED = 0x1
RIGHT_TRADE_DISABLED = 0x4
DEFAULT_RIGHTS = 0x163

_LOT = Decimal(10_000)
_LOT_EXTENDED = Decimal(100_000_000)


def deal(record: Record, *, offset: timedelta = timedelta(0)) -> Deal:
    """`offset` is how far the server's clock of record times runs ahead of UTC."""
    action = _ACTIONS.get(_whole(record, "Action"), Action.OTHER)
    entry = _ENTRIES.get(_whole(record, "Entry", 0), Entry.NONE) if action in _WITH_POSITION else Entry.NONE
    lots = _lots(record, "Volume")
    return Deal(
        ticket=_whole(record, "Deal"),
        login=_whole(record, "Login"),
        action=action,
        entry=entry,
        symbol=str(record.get("Symbol", "")),
        lots=lots,
        closed_lots=_closed_lots(record, entry, lots),
        price=_number(record, "Price"),
        position_price=_number(record, "PricePosition"),
        position_id=_whole(record, "PositionID", 0),
        profit=_number(record, "Profit"),
        commission=_number(record, "Commission"),
        swap=_number(record, "Storage"),
        fee=_number(record, "Fee"),
        contract_size=_number(record, "ContractSize"),
        time=_time(record) - offset,
        reason=_REASONS.get(_whole(record, "Reason", 0), "other"),
        comment=str(record.get("Comment", "")),
        digest=digest(record),
    )


def digest(record: Record) -> str:
    """One hash over the whole record, so that a later edit of any field shows."""
    text = json.dumps(dict(record), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def position(record: Record, *, offset: timedelta = timedelta(0)) -> Position:
    return Position(
        position_id=_whole(record, "Position"),
        login=_whole(record, "Login"),
        action=_ACTIONS.get(_whole(record, "Action"), Action.OTHER),
        symbol=str(record.get("Symbol", "")),
        lots=_lots(record, "Volume"),
        open_price=_number(record, "PriceOpen"),
        current_price=_number(record, "PriceCurrent"),
        profit=_number(record, "Profit"),
        swap=_number(record, "Storage"),
        opened_at=datetime.fromtimestamp(_whole(record, "TimeCreate"), UTC) - offset,
    )


def account_state(user: Record, money: Record) -> AccountState:
    rights = _whole(user, "Rights", DEFAULT_RIGHTS)
    return AccountState(
        login=_whole(user, "Login"),
        group=str(user.get("Group", "")),
        name=str(user.get("Name", "")),
        leverage=_whole(user, "Leverage", 0),
        enabled=bool(rights & RIGHT_ENABLED),
        trading_enabled=not rights & RIGHT_TRADE_DISABLED,
        reference=str(user.get("Account", "")),
        balance=_number(money, "Balance"),
        credit=_number(money, "Credit"),
        equity=_number(money, "Equity"),
        margin=_number(money, "Margin"),
        free_margin=_number(money, "MarginFree"),
    )


def account_money(money: Record) -> AccountMoney:
    return AccountMoney(
        login=_whole(money, "Login"),
        balance=_number(money, "Balance"),
        credit=_number(money, "Credit"),
        equity=_number(money, "Equity"),
        margin=_number(money, "Margin"),
        free_margin=_number(money, "MarginFree"),
    )


def group(record: Record) -> GroupInfo:
    return GroupInfo(
        name=str(record["Group"]),
        currency=str(record["Currency"]),
        currency_digits=_whole(record, "CurrencyDigits", 2),
    )


def symbol(record: Record) -> SymbolInfo:
    return SymbolInfo(
        symbol=str(record["Symbol"]),
        path=str(record.get("Path", "")),
        description=str(record.get("Description", "")),
        base=str(record.get("CurrencyBase", "")),
        quote=str(record.get("CurrencyProfit", "")),
        digits=_whole(record, "Digits", 0),
        contract_size=_number(record, "ContractSize"),
    )


def _closed_lots(record: Record, entry: Entry, lots: Decimal) -> Decimal:
    """Older servers leave VolumeClosed out; a plain close then closed all of its volume."""
    if entry not in CLOSES:
        return Decimal(0)
    closed = _lots(record, "VolumeClosed")
    return min(closed, lots) if closed else lots


def _lots(record: Record, name: str) -> Decimal:
    extended = _whole(record, f"{name}Ext", 0)
    return Decimal(extended) / _LOT_EXTENDED if extended else Decimal(_whole(record, name, 0)) / _LOT


def _time(record: Record) -> datetime:
    milliseconds = _whole(record, "TimeMsc", 0) or _whole(record, "Time") * 1000
    return datetime.fromtimestamp(milliseconds // 1000, UTC) + timedelta(milliseconds=milliseconds % 1000)


def _whole(record: Record, name: str, default: int | None = None) -> int:
    value = record.get(name, default)
    try:
        return int(str(value))
    except ValueError as error:
        raise _unreadable(name, value) from error


def _number(record: Record, name: str) -> Decimal:
    value = record.get(name, "0")
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise _unreadable(name, value) from error
    if not number.is_finite():
        raise _unreadable(name, value)
    return number


def _unreadable(name: str, value: object) -> TryAgain:
    return TryAgain(
        f"The trading server sent a record whose {name} is {value!r}, which is no number. Nothing was taken from "
        "this answer; it is asked for again."
    )
