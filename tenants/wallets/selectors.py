"""Reads of wallets and transfers."""

import uuid

from django.db.models import QuerySet

from atrium.kernel.errors import NotFound
from tenants.clients.models import Client
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger
from tenants.ledger.types import Balance, EntryPage

from .models import Transfer


def wallet(client_number: int, currency: str) -> Balance:
    return ledger.balance(addresses.client_wallet(client_number, currency))


def ib_wallet(partner_number: int, currency: str) -> Balance:
    return ledger.balance(addresses.ib_wallet(partner_number, currency))


def statement(client: Client, cursor: int | None = None, limit: int = 50) -> EntryPage:
    """What came into the client's wallet and left it, newest first."""
    return ledger.entries(addresses.client_wallet(client.number, client.currency), cursor, limit)


def transfers_of(client: Client) -> QuerySet[Transfer]:
    return Transfer.objects.filter(client=client).select_related("account").order_by("-created_at", "-id")


def transfer_of(client: Client, transfer_id: uuid.UUID | str) -> Transfer:
    found = transfers_of(client).filter(id=transfer_id).first()
    if found is None:
        raise NotFound("There is no such transfer.")
    return found


def holdings(client: Client) -> str:
    """What keeps this client from being merged into another, in words."""
    held = wallet(client.number, client.currency)
    return (
        f"{held.posted.format()} in the wallet" if held.posted.amount_minor or held.held.amount_minor else ""
    )
