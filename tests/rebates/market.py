"""A live server with EURUSD and USDJPY, an account of a client on it, and deals that close positions."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count

from tenants.clients.models import Client
from tenants.trading.models import Deal, Product, Server, Symbol, TradingAccount

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
_tickets = count(1000)


def server(code: str = "mt5-live") -> Server:
    found, _ = Server.objects.get_or_create(
        code=code, defaults={"name": code, "vendor": "mt5", "kind": "both", "connection_id": uuid.uuid4()}
    )
    return found


def symbols() -> None:
    for symbol, pip, quote in (("EURUSD", "0.0001", "USD"), ("USDJPY", "0.01", "JPY")):
        Symbol.objects.get_or_create(
            symbol=symbol,
            defaults={
                "quote": quote,
                "digits": 5,
                "contract_size": Decimal(100_000),
                "pip_size": Decimal(pip),
                "groups": ["majors"],
            },
        )


def account(client: Client, *, kind: str = "live", factor: str = "1") -> TradingAccount:
    symbols()
    product, _ = Product.objects.get_or_create(
        code=f"{kind}-{factor}",
        defaults={
            "name": kind,
            "kind": kind,
            "server": server(),
            "group": f"{kind}\\std",
            "currency": "USD",
            "volume_factor": Decimal(factor),
        },
    )
    return TradingAccount.objects.create(
        client_id=client.id,
        client_number=client.number,
        server=server(),
        product=product,
        login=next(_tickets),
        group=product.group,
        currency="USD",
        kind=kind,
        leverage=100,
    )


def deal(
    of: TradingAccount | None,
    *,
    batch: uuid.UUID,
    lots: str = "1",
    at: datetime = NOON,
    symbol: str = "EURUSD",
    entry: str = "out",
    commission: str = "-7",
    **facts: object,
) -> Deal:
    """An hour after the position was opened, unless `facts` say otherwise."""
    opened = {"open_price": Decimal("1.10000"), "opened_at": at - timedelta(hours=1)}
    if entry == "in":
        opened = {}
    return Deal.objects.create(
        **{
            "server": server(),
            "ticket": next(_tickets),
            "login": of.login if of else 1,
            "account": of,
            "batch_id": batch,
            "action": "sell",
            "entry": entry,
            "side": "buy",
            "symbol": symbol,
            "lots": Decimal(lots),
            "closed_lots": Decimal(0) if entry == "in" else Decimal(lots),
            "price": Decimal("1.10150"),
            "position_id": next(_tickets),
            "commission": Decimal(commission),
            "profit": Decimal(150),
            "contract_size": Decimal(100_000),
            "time": at,
            "digest": "x",
            "recorded_at": at,
            **opened,
            **facts,
        }
    )
