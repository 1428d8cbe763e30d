"""What the server has on its first day: symbols, groups and managers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Symbol:
    name: str
    path: str
    description: str
    base: str
    quote: str
    digits: int
    contract_size: Decimal
    first_price: Decimal
    spread_points: int
    step: Decimal  # standard deviation of one step of the random walk, as a fraction of the price

    @property
    def point(self) -> Decimal:
        return Decimal(1).scaleb(-self.digits)

    def round(self, price: Decimal) -> Decimal:
        return price.quantize(self.point)

    def wire(self) -> dict[str, str]:
        return {
            "Symbol": self.name,
            "Path": self.path,
            "Description": self.description,
            "CurrencyBase": self.base,
            "CurrencyProfit": self.quote,
            "CurrencyMargin": self.base,
            "Digits": str(self.digits),
            "Point": f"{self.point:f}",
            "Multiply": str(10**self.digits),
            "TradeMode": "4",
            "CalcMode": "0" if self.path.startswith("Forex") else "2",
            "Spread": str(self.spread_points),
            "ContractSize": f"{self.contract_size:.2f}",
            "VolumeMin": "100",
            "VolumeMax": "1000000",
            "VolumeStep": "100",
        }


def _symbol(
    name: str,
    path: str,
    description: str,
    base: str,
    quote: str,
    digits: int,
    contract: int,
    price: str,
    spread: int,
) -> Symbol:
    step = Decimal("0.0004") if base == "BTC" else Decimal("0.00008")
    return Symbol(
        name, path, description, base, quote, digits, Decimal(contract), Decimal(price), spread, step
    )


SYMBOLS = {
    symbol.name: symbol
    for symbol in (
        _symbol("EURUSD", "Forex\\EURUSD", "Euro vs US Dollar", "EUR", "USD", 5, 100_000, "1.10250", 10),
        _symbol("GBPUSD", "Forex\\GBPUSD", "Pound vs US Dollar", "GBP", "USD", 5, 100_000, "1.27400", 12),
        _symbol("USDJPY", "Forex\\USDJPY", "US Dollar vs Yen", "USD", "JPY", 3, 100_000, "150.250", 12),
        _symbol("USDCHF", "Forex\\USDCHF", "US Dollar vs Franc", "USD", "CHF", 5, 100_000, "0.88600", 14),
        _symbol("EURGBP", "Forex\\EURGBP", "Euro vs Pound", "EUR", "GBP", 5, 100_000, "0.86540", 12),
        _symbol("XAUUSD", "Metals\\XAUUSD", "Gold", "XAU", "USD", 2, 100, "2410.50", 20),
        _symbol("US500", "Indices\\US500", "US 500 index", "USD", "USD", 2, 1, "5320.00", 40),
        _symbol("BTCUSD", "Crypto\\BTCUSD", "Bitcoin", "BTC", "USD", 2, 1, "64250.00", 1500),
    )
}


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    currency: str
    commission_per_lot: Decimal = Decimal(0)  # charged on each side of a trade, in the group's currency

    @property
    def digits(self) -> int:
        return 0 if self.currency == "JPY" else 2

    def round(self, amount: Decimal) -> Decimal:
        return amount.quantize(Decimal(1).scaleb(-self.digits))

    def wire(self) -> dict[str, str]:
        return {
            "Group": self.name,
            "Server": "1",
            "Company": "Simulated Markets",
            "Currency": self.currency,
            "CurrencyDigits": str(self.digits),
            "MarginCall": "50.00",
            "MarginStopOut": "30.00",
            "DemoLeverage": "100",
            "DemoDeposit": "10000.00",
        }


@dataclass(frozen=True, slots=True)
class Manager:
    login: int
    password: str
    groups: str = "*"


COMMISSION = Decimal("3.50")

GROUPS = (
    Group("demo\\usd", "USD"),
    Group("demo\\eur", "EUR"),
    Group("real\\usd", "USD", COMMISSION),
    Group("real\\eur", "EUR", COMMISSION),
    Group("real\\jpy", "JPY"),
)

DEFAULT_MANAGER = Manager(1001, "Manager#1")
