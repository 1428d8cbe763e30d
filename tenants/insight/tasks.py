"""Doors for events and the clock: whatever names a lead, a client or a batch of deals refreshes the figures of those people."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from celery import shared_task
from django.db.models import QuerySet

from atrium.kernel.tasks import BrokerTask
from tenants.clients.models import Client
from tenants.outbox.types import Event, together
from tenants.payments.models import Withdrawal
from tenants.trading.models import Deal, TradingAccount

from . import services


@together(as_causer=False)
def refresh(events: Sequence[Event]) -> None:
    services.refresh(lead_id for event in events for lead_id in _leads_of(event.payload))


@shared_task(base=BrokerTask, name="insight.repair")
def repair() -> None:
    """By night: what no event told, such as a log-in, and what went wrong."""
    services.rebuild()


def _leads_of(payload: dict[str, Any]) -> Iterable[uuid.UUID]:
    yield from (uuid.UUID(one) for one in payload.get("lead_ids", ()))
    if payload.get("lead_id"):
        yield uuid.UUID(payload["lead_id"])
    if payload.get("client_id"):
        yield from _of_clients([payload["client_id"]])
    if payload.get("batch_id"):
        yield from _of_deals(Deal.objects.filter(batch_id=payload["batch_id"]))
    if payload.get("deal_ids"):
        yield from _of_deals(Deal.objects.filter(id__in=payload["deal_ids"]))
    if payload.get("withdrawal_id"):
        paid = Withdrawal.objects.filter(id=payload["withdrawal_id"], party_kind="client")
        yield from _of_clients(paid.values_list("party_id", flat=True))
    if payload.get("subject_kind") in {"lead", "client"} and payload.get("subject_id"):
        yield uuid.UUID(payload["subject_id"])
        yield from _of_clients([payload["subject_id"]])


def _of_clients(client_ids: Iterable[Any]) -> list[uuid.UUID]:
    return list(Client.objects.filter(id__in=list(client_ids)).values_list("lead_id", flat=True))


def _of_deals(deals: QuerySet[Deal]) -> list[uuid.UUID]:
    accounts = deals.filter(account__isnull=False).values("account_id")
    clients = TradingAccount.objects.filter(id__in=accounts).values_list("client_id", flat=True)
    return _of_clients(set(clients))
