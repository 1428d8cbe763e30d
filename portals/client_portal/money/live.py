"""Money that arrived shows at once: on the first page and on the page of the payment itself."""

import uuid

from portals.client_portal.audience import client_by_id
from portals.client_portal.dashboard import parts
from portals.client_portal.money import transfers, withdrawals
from portals.client_portal.money.deposits import page_of
from portals.client_portal.rendering import push_part
from tenants.clients.models import Client
from tenants.outbox.types import Event
from tenants.payments.selectors import deposit_of, destinations_of


def deposit_settled(event: Event) -> None:
    client = client_by_id(uuid.UUID(event.payload["client_id"]))
    deposit = deposit_of(client, event.payload["deposit_id"])
    push_part(client, "client_portal/money/deposit_state.html", page_of(client, deposit))
    _show_worth(client)


def deposit_changed(event: Event) -> None:
    """It failed, or a person looks at it: the page of the payment says so."""
    client = client_by_id(uuid.UUID(event.payload["client_id"]))
    deposit = deposit_of(client, event.payload["deposit_id"])
    push_part(client, "client_portal/money/deposit_state.html", page_of(client, deposit))


def transfer_ended(event: Event) -> None:
    client = client_by_id(uuid.UUID(event.payload["client_id"]))
    context = transfers.one(client, uuid.UUID(event.payload["transfer_id"]))
    push_part(client, "client_portal/money/transfer_state.html", context)
    _show_worth(client)


def withdrawal_changed(event: Event) -> None:
    client = client_by_id(uuid.UUID(event.payload["client_id"]))
    context = withdrawals.one(client, uuid.UUID(event.payload["withdrawal_id"]))
    push_part(client, "client_portal/money/withdrawal_state.html", context)
    _show_worth(client)


def destinations_changed(event: Event) -> None:
    """Of clients; a partner's page is told by the IB portal."""
    if "client_id" not in event.payload:
        return
    client = client_by_id(uuid.UUID(event.payload["client_id"]))
    push_part(client, "client_portal/money/destination_list.html", {"places": destinations_of(client)})


def balance_changed(event: Event) -> None:
    """Money was exchanged, moved between wallets or charged back: what the client has is another sum now."""
    if client_id := event.payload.get("client_id"):
        _show_worth(client_by_id(uuid.UUID(client_id)))


def _show_worth(client: Client) -> None:
    push_part(client, "client_portal/dashboard/worth.html", parts.worth(client, ask=True))
    push_part(client, "client_portal/dashboard/latest.html", parts.latest(client))
