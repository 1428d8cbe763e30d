"""Iris (master) → Ivan (sub) → Ida (direct), and Clara, whom Ida brought; Zoe is a stranger."""

from dataclasses import dataclass
from datetime import UTC, datetime

from tenants.clients.models import Client
from tenants.clients.services import register_client
from tenants.ibs.models import Partner
from tenants.ibs.services import attribute_client, create_partner
from tenants.identity.services import create_user

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Family:
    iris: Partner
    ivan: Partner
    ida: Partner
    zoe: Partner
    clara: Client


def partner(name: str, parent: Partner | None = None, currency: str = "USD") -> Partner:
    return create_partner(
        name=name,
        email=f"{name.lower()}@partners.example",
        currency=currency,
        parent_id=parent.id if parent else None,
        at=BEGINNING,
    )


def client(name: str, brought_by: Partner | None = None, currency: str = "USD") -> Client:
    user = create_user(realm="client", email=f"{name.lower()}@clients.example", name=name)
    registered = register_client(user=user, currency=currency)
    if brought_by:
        attribute_client(client_id=registered.id, partner_id=brought_by.id, at=BEGINNING)
    return registered


def family(currency: str = "USD") -> Family:
    iris = partner("Iris", currency=currency)
    ivan = partner("Ivan", iris, currency)
    ida = partner("Ida", ivan, currency)
    return Family(iris, ivan, ida, partner("Zoe", currency=currency), client("Clara", ida, currency))
