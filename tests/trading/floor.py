"""A trading floor for tests: Acme's server at the simulator, its account types, and Clara who trades there."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from atrium.kernel.money import Money
from atrium.providers.trading.contract import Action, Deal, Entry
from tenants.clients.models import Client
from tenants.clients.services import register_client
from tenants.connections.models import Connection
from tenants.connections.services import create_connection
from tenants.identity.services import create_user
from tenants.outbox.models import Event
from tenants.trading.models import BalanceOperation, Product, Server, TradingAccount
from tenants.trading.services import create_product, create_server, open_trading_account
from tests.simulators.mt5.process import Mt5Process

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Floor:
    process: Mt5Process
    connection: Connection
    server: Server
    demo: Product
    live: Product


def furnish(
    process: Mt5Process, *, currency: str = "USD", quiet_seconds: int = 0, **credentials: str
) -> Floor:
    """`quiet_seconds` 0 where a test knows that nothing executes late."""
    process.forget("/fault")
    given = process.credentials(**credentials)
    connection = create_connection(kind="trading", vendor="mt5", label="MT5", credentials=given)
    server = create_server(
        code="mt5-live", name="MT5", kind="both", connection_id=connection.id, quiet_seconds=quiet_seconds
    )
    suffix = currency.lower()
    demo = create_product(
        code="demo",
        name="Demo",
        kind="demo",
        server=server,
        group=f"demo\\{suffix}",
        currency=currency,
        starting_balance=Money.of("10000", currency),
    )
    live = create_product(
        code="live", name="Live", kind="live", server=server, group=f"real\\{suffix}", currency=currency
    )
    return Floor(process, connection, server, demo, live)


def clara(email: str = "clara@example.com") -> Client:
    user = create_user(realm="client", email=email, name="Clara Client")
    return register_client(user=user, currency="USD")


def open_live(floor: Floor, client: Client, key: str = "open-1") -> TradingAccount:
    return open_trading_account(client=client, product=floor.live, key=key).account


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def on_server(floor: Floor, account: TradingAccount) -> list[str]:
    """What the server really booked, asked past our own code."""
    return [deal["Profit"] for deal in floor.process.ask("/deals", login=account.login)["deals"]]


def events(kind: str) -> list[dict[str, object]]:
    return list(Event.objects.filter(kind=kind).order_by("at", "id").values_list("payload", flat=True))


def make_due(operation: BalanceOperation) -> None:
    """As if the quiet time and a dead sender's lease were over."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    BalanceOperation.objects.filter(id=operation.id).update(look_at=past, lease_until=None)


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        threading.Event().wait(0.05)


def deal(ticket: int, login: int = 100_001, **changed: object) -> Deal:
    """A close of a quarter lot, unless it is told otherwise."""
    plain = Deal(
        ticket=ticket,
        login=login,
        action=Action.SELL,
        entry=Entry.OUT,
        symbol="EURUSD",
        lots=Decimal("0.25"),
        closed_lots=Decimal("0.25"),
        price=Decimal("1.10250"),
        position_price=Decimal("1.10000"),
        position_id=7,
        profit=Decimal("62.50"),
        commission=Decimal("-1.75"),
        swap=ZERO,
        fee=ZERO,
        contract_size=Decimal(100_000),
        time=NOON,
        reason="client",
        comment="",
        digest=f"digest of {ticket}",
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def opening(ticket: int, login: int = 100_001, **changed: object) -> Deal:
    facts: dict[str, object] = {
        "action": Action.BUY,
        "entry": Entry.IN,
        "closed_lots": ZERO,
        "price": Decimal("1.10000"),
        "position_price": ZERO,
        "profit": ZERO,
        "time": NOON - timedelta(hours=1),
    }
    return deal(ticket, login, **{**facts, **changed})
