"""Acme with a payment provider: the real simulator as a process, its webhooks caught at a door of the test.

The test hands each caught webhook to Acme's own address, as often and in whatever order it likes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from atrium.kernel import clock, tenancy
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.clients.services import register_client
from tenants.connections.models import Connection
from tenants.connections.services import change_credentials, create_connection, open_psp
from tenants.ibs.models import Partner
from tenants.ibs.services import create_partner
from tenants.identity.models import User
from tenants.identity.services import create_user
from tenants.ledger import addresses, selectors
from tenants.ledger import services as ledger
from tenants.ledger.types import Movement
from tenants.outbox import services as outbox
from tenants.outbox.models import Delivery
from tenants.payments.models import Deposit, Destination
from tenants.payments.services import start_deposit
from tenants.staff.models import Member
from tenants.staff.services import add_member
from tests.contracts.psp_process import Door, PspProcess, Received
from tests.surfaces import browse

USD_500 = Money(50_000, "USD")
SUCCESS_URL = "http://my.acme.localhost/money/{CHECKOUT_SESSION_ID}"
CANCEL_URL = "http://my.acme.localhost/money/"


@dataclass
class Shop:
    tenant: tenancy.Tenant
    psp: PspProcess
    door: Door
    connection: Connection
    secret_key: str
    webhook_secret: str
    caught: list[Received] = field(default_factory=list)

    def deposit(self, client: Client, money: Money = USD_500, key: str = "page-1") -> Deposit:
        return start_deposit(
            client_id=client.id, money=money, key=key, success_url=SUCCESS_URL, cancel_url=CANCEL_URL
        )

    def catch(self, *kinds: str) -> list[Received]:
        """The webhooks of these kinds, in this order, once they have all come."""
        while not {*kinds} <= {received.kind for received in self.caught}:
            self.caught.append(self.door.next())
        return [next(received for received in self.caught if received.kind == kind) for kind in kinds]

    def pay(self, deposit: Deposit) -> Received:
        self.psp.pay(deposit.psp_reference)
        return self.catch("checkout.session.completed")[0]

    def hand_in(self, received: Received, *, body: bytes | None = None, **headers: str) -> Any:
        """What the provider does: an HTTP call to the broker's own address."""
        named = {
            name: value
            for name, value in received.headers.items()
            if name in ("Stripe-Signature", "User-Agent")
        }
        answer = browse(self.tenant, "api").post(
            f"/webhooks/psp/{self.connection.public_key}/",
            data=received.body if body is None else body,
            content_type="application/json",
            headers=named | headers,
        )
        tenancy.switch(self.tenant)
        return answer


def open_shop(tenant: tenancy.Tenant, psp: PspProcess, door: Door, secret_key: str) -> Shop:
    connection = create_connection(
        kind="psp",
        vendor="stripe",
        label="Cards",
        credentials={"secret_key": secret_key, "base_url": psp.url},
    )
    adapter = open_psp(connection.id)
    opened = adapter.open_webhook(door.url)
    adapter.close()
    secret = {"webhook_secret": opened.secret}
    connection = change_credentials(connection_id=connection.id, credentials=secret)
    return Shop(tenant, psp, door, connection, secret_key, opened.secret)


def work_off(rounds: int = 10) -> list[str]:
    """Deliver every waiting event, and what those announce; the errors of the deliveries that failed."""
    errors: list[str] = []
    for _ in range(rounds):
        # Rooms only: what pages show of it has tests of its own.
        fresh = Delivery.objects.filter(
            state=Delivery.State.WAITING, attempt=0, subscriber__startswith="tenants."
        ).order_by("id")
        waiting = list(fresh.values_list("id", flat=True))
        for delivery_id in waiting:
            outbox.deliver(delivery_id)
            errors += (
                Delivery.objects.filter(id=delivery_id).exclude(error="").values_list("error", flat=True)
            )
        if not waiting:
            return errors
    raise AssertionError("The events do not come to an end.")


def clara(currency: str = "USD") -> Client:
    user = create_user(realm=User.Realm.CLIENT, email="clara@example.com", name="Clara Client", verified=True)
    return register_client(user=user, currency=currency)


def iris() -> Partner:
    partner = create_partner(name="Iris Master", email="iris@example.com", currency="USD", code="iris")
    place_of(partner, "acct_IrisMaster")
    return partner


def place_of(partner: Partner, number: str, **facts: str) -> Destination:
    """As if a second person had looked at it some weeks ago."""
    long_ago = clock.now().replace(year=2025)
    return Destination.objects.create(
        party_kind="ib",
        party_id=partner.id,
        party_number=partner.number,
        holder=partner.name,
        number=number,
        state="verified",
        requested_by=partner.user_id,
        key=f"place-{number}",
        created_at=long_ago,
        decided_at=long_ago,
        **{"kind": "wallet", **facts},
    )


def finance(name: str) -> Member:
    return add_member(email=f"{name.lower()}@acme.example", name=name, role="Finance")


def give(partner: Partner, money: Money) -> None:
    """What rebates do when they settle: money in the partner's wallet."""
    wallet = addresses.ib_wallet(partner.number, money.currency)
    accrued = addresses.ib_rebates_accrued(partner.number, money.currency)
    movements = [
        Movement(addresses.expense("rebates", money.currency), accrued, money, "rebates.accrued"),
        Movement(accrued, wallet, money, "rebates.settled"),
    ]
    ledger.post(movements=movements, key=f"give:{partner.number}")


def posted(address: str) -> int:
    return selectors.balance(address).posted.amount_minor


def available(address: str) -> int:
    return selectors.balance(address).available.amount_minor


def assert_books_balance() -> None:
    totals: dict[str, int] = {}
    for line in selectors.trial_balance():
        totals[line.total.currency] = totals.get(line.total.currency, 0) + line.total.amount_minor
    assert set(totals.values()) <= {0}
    assert list(selectors.verify()) == []
