"""A person in figures: what lists show, filter and sort by, kept beside the lead by what happens."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Index

from atrium.kernel.models import BrokerModel
from tenants.leads.models import Lead


def _amount() -> "models.DecimalField[Decimal | int, Decimal]":
    return models.DecimalField(max_digits=24, decimal_places=8, default=0)


# The manager at the end of each order: who walks it for one manager's people meets no row of anybody else's.
def _falling(field: str) -> Index:
    """For a field that is always there: the falling order, and read backwards the rising one."""
    return Index(fields=[f"-{field}", "-lead", "manager_id"], name=f"insight_person_{field[:14]}")


def _falling_nulls_last(field: str) -> Index:
    order: list[Any] = [F(field).desc(nulls_last=True), F("lead").desc(), F("manager_id")]
    return Index(*order, name=f"insight_person_{field[:14]}")


class PersonFigures(BrokerModel):
    """Money is in major units of `currency`, the client's own; other currencies are left out. `equity` is the wallet, what was
    moved to live accounts, and the result of their closed positions. `manager_id` is always the lead's own: the database keeps it
    so in the same transaction (sql/follow_manager.sql)."""

    lead = models.OneToOneField(Lead, on_delete=models.CASCADE, primary_key=True, related_name="figures")
    name_key = models.CharField(max_length=160, blank=True)  # how names are put in order
    manager_id = models.UUIDField(null=True)
    client_id = models.UUIDField(null=True)
    client_number = models.BigIntegerField(null=True)
    kyc_level = models.SmallIntegerField(default=0)
    currency = models.CharField(max_length=8, blank=True)
    accounts = models.IntegerField(default=0)
    deposit_count = models.IntegerField(default=0)
    deposits = _amount()
    withdrawals = _amount()
    balance = _amount()
    equity = _amount()
    result = _amount()
    lots = _amount()
    first_deposit_at = models.DateTimeField(null=True)
    last_deposit_at = models.DateTimeField(null=True)
    last_deal_at = models.DateTimeField(null=True)
    last_login_at = models.DateTimeField(null=True)
    open_tasks = models.IntegerField(default=0)
    next_task_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            Index(fields=["name_key", "lead", "manager_id"], name="insight_person_name"),
            # Whoever has few people, or none: put in order at once instead of looked for along everybody's order.
            Index(fields=["manager_id"], name="insight_person_manager"),
            *(
                _falling(field)
                for field in ("deposits", "balance", "equity", "lots", "kyc_level", "accounts")
            ),
            *(
                _falling_nulls_last(field)
                for field in ("first_deposit_at", "last_deal_at", "last_login_at", "next_task_at")
            ),
        ]

    def __str__(self) -> str:
        return str(self.lead_id)
