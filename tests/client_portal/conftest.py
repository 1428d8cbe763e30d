"""People of this surface, and what they fill in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache

from atrium.kernel import tenancy
from atrium.kernel.money import Money
from atrium.providers.psp.fake.memory import Memory, memory
from atrium.providers.trading.fake.world import World, forget, world
from tenants.clients.models import Client
from tenants.clients.services import register_client
from tenants.connections.models import Connection
from tenants.connections.services import create_connection
from tenants.identity.services import create_user
from tenants.ledger import services as ledger
from tenants.ledger.addresses import client_wallet
from tenants.ledger.types import Movement
from tenants.trading import services as trading
from tenants.trading.models import Product, TradingAccount
from tests.surfaces import SurfaceClient

PASSWORD = "quiet harbour lantern"
CLARA = {
    "name": "Clara Client",
    "email": "clara@example.com",
    "country": "ES",
    "phone": "612 34 56 78",
    "password1": PASSWORD,
}


class Portal(SurfaceClient):
    """A browser in the client portal; the test stays in the house that it was in before the request."""

    def request(self, **request: Any) -> Any:
        before = tenancy.current()
        try:
            return super().request(**request)
        finally:
            tenancy.switch(before)


def portal_of(tenant: tenancy.Tenant, user: Any = None) -> Portal:
    portal = Portal(tenant, "client")
    if user is not None:
        portal.log_in(user)
    return portal


def make_client(name: str, email: str, currency: str = "USD") -> Client:
    user = create_user(realm="client", email=email, name=name, password=PASSWORD, verified=True)
    return register_client(user=user, currency=currency, country="ES", phone="+34612345678")


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> None:
    """Rate limits are counted in Redis, which no test rolls back."""
    cache.clear()


@pytest.fixture(autouse=True)
def _letters_are_logged(settings: Any) -> None:
    """As in the product; the test runner would catch them elsewhere."""
    settings.EMAIL_BACKEND = "tenants.messaging.backend.LoggedEmailBackend"


@pytest.fixture
def clara(in_acme: Any) -> Client:
    return make_client("Clara Client", "clara@example.com")


@pytest.fixture
def stranger(in_acme: Any) -> Client:
    """Another client of the same broker."""
    return make_client("Carl Other", "carl@example.com")


@pytest.fixture
def boris(db: None, borealis: Any) -> Client:
    with tenancy.entered(borealis):
        return make_client("Boris Stranger", "boris@example.com", "EUR")


@pytest.fixture
def as_clara(acme: Any, clara: Client) -> Portal:
    return portal_of(acme, clara.user)


@pytest.fixture
def register(acme: Any) -> Callable[..., Any]:
    def post(path: str = "/register/", portal: Portal | None = None, **changes: str) -> Any:
        return (portal or portal_of(acme)).post(path, {**CLARA, **changes})

    return post


@dataclass
class Desk:
    """Acme with a trading server and a payment provider in memory, a demo and a live account type."""

    world: World
    products: dict[str, Product]
    method: Connection
    psp: Memory

    def open(self, client: Client, kind: str = "live") -> TradingAccount:
        key = f"{client.id}:{kind}"
        return trading.open_trading_account(client=client, product=self.products[kind], key=key).account


@pytest.fixture
def desk(in_acme: Any, request: pytest.FixtureRequest) -> Iterator[Desk]:
    name = request.node.name
    connection = create_connection(kind="trading", vendor="fake", label="", credentials={"world": name})
    server = trading.create_server(
        code="fake", name="Acme MT5", kind="both", connection_id=connection.id, quiet_seconds=0
    )
    products = {
        kind: trading.create_product(
            code=kind,
            name=kind.title(),
            kind=kind,
            server=server,
            group=group,
            currency="USD",
            starting_balance=Money.of("10000", "USD") if kind == "demo" else None,
        )
        for kind, group in (("demo", "demo\\usd"), ("live", "real\\usd"))
    }
    method = create_connection(
        kind="psp", vendor="fake", label="Card", credentials={"memory": name, "webhook_secret": "whsec"}
    )
    yield Desk(world(name), products, method, memory(name))
    forget(name)


def fund(client: Client, money: Money) -> None:
    """As if a deposit had settled."""
    wallet = client_wallet(client.number, money.currency)
    movement = Movement(f"psp:fake:{money.currency}", wallet, money, "deposit.settled")
    ledger.post(movements=[movement], key=f"fund:{client.number}:{money.amount_minor}")
