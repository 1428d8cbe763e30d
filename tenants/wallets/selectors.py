"""Reads of wallets and transfers."""

import uuid
from typing import Final

from django.db.models import Q, QuerySet

from atrium.kernel.errors import NotFound
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger
from tenants.ledger.types import Balance, EntryPage

from .models import Transfer, WalletTransfer

_POCKET: Final = "{}:{}:wallet"


def wallet(client_number: int, currency: str) -> Balance:
    return ledger.balance(addresses.client_wallet(client_number, currency))


def ib_wallet(partner_number: int, currency: str) -> Balance:
    return ledger.balance(addresses.ib_wallet(partner_number, currency))


def wallets(client: Client) -> list[Balance]:
    """All of the client's wallets, that of the client's own currency first, there or not."""
    own = wallet(client.number, client.currency)
    return [
        own,
        *(
            held
            for held in ledger.pocket(_POCKET.format("client", client.number))
            if held.address != own.address
        ),
    ]


def ib_wallets(partner: Partner) -> list[Balance]:
    own = ib_wallet(partner.number, partner.currency)
    return [
        own,
        *(
            held
            for held in ledger.pocket(_POCKET.format("ib", partner.number))
            if held.address != own.address
        ),
    ]


def moves_of(owner: Client | Partner) -> QuerySet[WalletTransfer]:
    """Exchanges and transfers between wallets, out of them and into them, newest first."""
    kind = WalletTransfer.Party.IB if isinstance(owner, Partner) else WalletTransfer.Party.CLIENT
    out, into = Q(from_kind=kind, from_id=owner.id), Q(to_kind=kind, to_id=owner.id)
    return WalletTransfer.objects.filter(out | into).order_by("-created_at", "-id")


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
    there = [held.posted.format() for held in wallets(client) if held.posted or held.held]
    return f"{' and '.join(there)} in the wallet" if there else ""
