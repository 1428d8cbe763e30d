"""The search's words of every room, made anew: for a new release of the folding, or when in doubt."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.db import transaction
from django.db.models import Model, QuerySet

from tenants.approvals.models import Approval
from tenants.approvals.services.indexing import index_approvals
from tenants.ibs.models import Partner
from tenants.ibs.services import index_partners
from tenants.leads.models import Lead
from tenants.leads.services.indexing import index as index_people
from tenants.payments.models import Deposit, Withdrawal
from tenants.payments.services.indexing import index_deposits, index_withdrawals
from tenants.search.models import Entry
from tenants.search.services import forget
from tenants.trading.models import TradingAccount
from tenants.trading.services.indexing import index_accounts

BATCH: Final = 2_000


def rebuild() -> int:
    """Everything that can be found; how many things that is. What is gone is forgotten."""
    return sum(_index(kind, rows, index) for kind, rows, index in _rooms())


def _rooms() -> Iterable[tuple[str, QuerySet[Any], Callable[[Iterable[Any]], None]]]:
    yield "person", Lead.objects.select_related("client"), index_people
    yield "partner", Partner.objects.select_related("user"), index_partners
    yield "account", TradingAccount.objects.all(), index_accounts
    yield "deposit", Deposit.objects.all(), index_deposits
    yield "withdrawal", Withdrawal.objects.all(), index_withdrawals
    yield "approval", Approval.objects.all(), index_approvals


def _index(kind: str, rows: QuerySet[Any], index: Callable[[Iterable[Any]], None]) -> int:
    done = 0
    for batch in _batches(rows):
        with transaction.atomic():
            index(batch)
        done += len(batch)
    there = rows.model._default_manager.values("pk")
    forget(Entry.objects.filter(kind=kind).exclude(subject_id__in=there).values_list("subject_id", flat=True))
    return done


def _batches(rows: QuerySet[Any]) -> Iterator[list[Model]]:
    last = uuid.UUID(int=0)
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
