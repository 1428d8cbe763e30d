"""The outside world of a demo broker: its trading server, its account types, its PSP, its KYC rule."""

from typing import Any

from atrium.kernel.money import Money
from infra.demo import simulators
from infra.demo.cast import House
from tenants.connections.models import Connection
from tenants.connections.services import change_credentials, create_connection, open_webhook
from tenants.kyc.services import set_policy
from tenants.trading.models import Product, Server
from tenants.trading.services.servers import create_product, create_server, import_symbols

# Longer than the simulator's longest late execution.
QUIET_SECONDS = 15


def connect(house: House) -> None:
    set_policy(live_requires_level=house.kyc_for_live, deposit_requires_level=house.kyc_for_live)
    _connect_trading(house)
    _connect_psp(house)


def _connect_trading(house: House) -> None:
    """Told again at each start: the simulator's certificate and passwords may be new."""
    granted = simulators.mt5("/brokers", name=house.slug, currency=house.currency)
    credentials = {
        "url": simulators.mt5_url(),
        "login": str(granted["login"]),
        "password": str(granted["password"]),
        "ca_pem": simulators.authority(),
        "groups": str(granted["groups"]),
    }
    known = Connection.objects.filter(kind=Connection.Kind.TRADING).first()
    if known is not None:
        change_credentials(connection_id=known.id, credentials=credentials)
        return
    connection = create_connection(
        kind="trading", vendor="mt5", label="MetaTrader 5", credentials=credentials
    )
    server = create_server(
        code="mt5",
        name=f"{house.name} MT5",
        kind=Server.Kind.BOTH,
        connection_id=connection.id,
        quiet_seconds=QUIET_SECONDS,
    )
    import_symbols(server=server)
    _offer(house, server, granted)


def _offer(house: House, server: Server, granted: dict[str, Any]) -> None:
    create_product(
        code="demo",
        name="Demo",
        kind=Product.Kind.DEMO,
        server=server,
        group=str(granted["demo"]),
        currency=house.currency,
        starting_balance=Money.of("10000", house.currency),
        place=1,
    )
    create_product(
        code="standard",
        name="Standard",
        kind=Product.Kind.LIVE,
        server=server,
        group=str(granted["real"]),
        currency=house.currency,
        place=2,
    )


def _connect_psp(house: House) -> None:
    credentials = {"secret_key": f"sk_test_demo_{house.slug}", "base_url": simulators.psp_url()}
    known = Connection.objects.filter(kind=Connection.Kind.PSP).first()
    if known is not None:
        change_credentials(connection_id=known.id, credentials=credentials)
        return
    create_connection(kind="psp", vendor="stripe", label="Card (simulated Stripe)", credentials=credentials)


def open_doors() -> None:
    """Once, when web is there to be called: the PSP is told our address and tells its signing secret."""
    for connection in Connection.objects.filter(kind=Connection.Kind.PSP):
        if "webhook_secret" not in connection.shown:
            open_webhook(connection_id=connection.id)
