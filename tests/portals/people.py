"""Acme with people, partners, deals and money, made by the rooms' own services."""

import uuid
from typing import Any

from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.leads.services import create_lead
from tenants.ledger import addresses
from tenants.ledger import services as ledger
from tenants.ledger.types import Movement
from tenants.rebates.services import accrue
from tenants.staff.services import add_member
from tests.ibs import people
from tests.rebates import market


def staff(name: str, role: str, **more: Any) -> Any:
    return add_member(email=f"{name.lower()}@acme.example", name=name, role=role, **more).user


def leads(count: int) -> None:
    for _ in range(count):
        name = _name("Lead")
        create_lead(name=name, email=f"{name}@example.com", country="CY")


def clients(count: int) -> None:
    for _ in range(count):
        people.client(_name("Client"))


def paid_in(client: Client, minor: int) -> None:
    movement = Movement(
        debit=addresses.psp("stripe", "USD"),
        credit=addresses.client_wallet(client.number, "USD"),
        money=Money(minor, "USD"),
        kind="deposit",
    )
    ledger.post(movements=[movement], key=f"paid-in:{uuid.uuid4()}")


def traded(client: Client, deals: int = 1) -> None:
    batch = uuid.uuid4()
    account = market.account(client)
    for _ in range(deals):
        market.deal(account, batch=batch)
    accrue(batch_id=batch)


def family_with_deals(deals: int = 2) -> people.Family:
    family = people.family()
    traded(family.clara, deals)
    return family


def partners(count: int) -> None:
    """A top with that many under it, each of whom brought a client."""
    top = people.partner(_name("Top"))
    for _ in range(count):
        one = people.partner(_name("Sub"), top)
        people.client(_name("Of"), one)


def _name(word: str) -> str:
    return f"{word}{uuid.uuid4().hex[:10]}"
