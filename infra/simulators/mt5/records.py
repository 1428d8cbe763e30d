"""Users, positions and deals as the server keeps them. On the wire every number is a string."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal(0)
MONEY = Decimal("0.01")


@dataclass(slots=True)
class User:
    login: int
    fields: dict[str, str]
    passwords: dict[str, str]  # main and investor
    balance: Decimal = ZERO
    credit: Decimal = ZERO

    @property
    def group(self) -> str:
        return self.fields["Group"]

    @property
    def leverage(self) -> int:
        return int(self.fields["Leverage"])

    @property
    def may_trade(self) -> bool:
        rights = int(self.fields.get("Rights", "355"))
        return bool(rights & 0x1) and not rights & 0x4

    def wire(self) -> dict[str, str]:
        return {
            **self.fields,
            "Login": str(self.login),
            "Balance": f"{self.balance:.2f}",
            "Credit": f"{self.credit:.2f}",
        }


@dataclass(slots=True)
class Position:
    ticket: int
    login: int
    symbol: str
    action: int  # 0 buy, 1 sell
    lots: Decimal
    price: Decimal
    time_msc: int

    @property
    def sign(self) -> int:
        return -1 if self.action else 1


@dataclass(slots=True)
class Deal:
    ticket: int
    login: int
    action: int
    time_msc: int
    entry: int = 0
    order: int = 0
    reason: int = 0
    symbol: str = ""
    digits: int = 0
    contract_size: Decimal = ZERO
    lots: Decimal = ZERO
    closed_lots: Decimal = ZERO
    price: Decimal = ZERO
    position_price: Decimal = ZERO
    position: int = 0
    profit: Decimal = ZERO
    commission: Decimal = ZERO
    swap: Decimal = ZERO
    profit_rate: Decimal = Decimal(1)
    bid: Decimal = ZERO
    ask: Decimal = ZERO
    comment: str = ""
    modify_flags: int = 0

    @property
    def key(self) -> tuple[int, int]:
        return self.time_msc, self.ticket

    def wire(self, *, offset_seconds: int = 0, with_fee: bool = False) -> dict[str, str]:
        time_msc = self.time_msc + offset_seconds * 1000
        record = {
            "Deal": str(self.ticket),
            "ExternalID": "",
            "Login": str(self.login),
            "Dealer": "0",
            "Order": str(self.order),
            "Action": str(self.action),
            "Entry": str(self.entry),
            "Reason": str(self.reason),
            "Digits": str(self.digits),
            "DigitsCurrency": "2",
            "ContractSize": f"{self.contract_size:.2f}",
            "Time": str(time_msc // 1000),
            "TimeMsc": str(time_msc),
            "Symbol": self.symbol,
            "Price": _price(self.price, self.digits),
            "PriceSL": _price(ZERO, self.digits),
            "PriceTP": _price(ZERO, self.digits),
            "Volume": volume(self.lots),
            "VolumeExt": volume_extended(self.lots),
            "VolumeClosed": volume(self.closed_lots),
            "VolumeClosedExt": volume_extended(self.closed_lots),
            "Profit": f"{self.profit:.2f}",
            "Storage": f"{self.swap:.2f}",
            "Commission": f"{self.commission:.2f}",
            "RateProfit": f"{self.profit_rate:.8f}",
            "RateMargin": "1.00000000",
            "ExpertID": "0",
            "PositionID": str(self.position),
            "Comment": self.comment,
            "ProfitRaw": f"{self.profit:.2f}",
            "PricePosition": _price(self.position_price, self.digits),
            "TickValue": "0.00",
            "TickSize": "0.00",
            "Flags": "0",
            "Gateway": "",
            "PriceGateway": _price(ZERO, self.digits),
            "MarketBid": _price(self.bid, self.digits),
            "MarketAsk": _price(self.ask, self.digits),
            "ModifyFlags": str(self.modify_flags),
        }
        return {**record, "Fee": "0.00"} if with_fee else record


@dataclass(slots=True)
class Money:
    """The live state of one account, worked out when it is asked for."""

    balance: Decimal
    credit: Decimal
    floating: Decimal
    margin: Decimal
    leverage: int = field(default=100)

    @property
    def equity(self) -> Decimal:
        return self.balance + self.credit + self.floating

    @property
    def free(self) -> Decimal:
        return self.equity - self.margin

    def wire(self, login: int) -> dict[str, str]:
        level = self.equity / self.margin * 100 if self.margin else ZERO
        return {
            "Login": str(login),
            "CurrencyDigits": "2",
            "Balance": f"{self.balance:.2f}",
            "Credit": f"{self.credit:.2f}",
            "Margin": f"{self.margin:.2f}",
            "MarginFree": f"{self.free:.2f}",
            "MarginLevel": f"{level:.2f}",
            "MarginLeverage": str(self.leverage),
            "Profit": f"{self.floating:.2f}",
            "Floating": f"{self.floating:.2f}",
            "Equity": f"{self.equity:.2f}",
        }


def volume(lots: Decimal) -> str:
    return str(int(lots * 10_000))


def volume_extended(lots: Decimal) -> str:
    return str(int(lots * 100_000_000))


def _price(price: Decimal, digits: int) -> str:
    return f"{price:.{digits}f}"
