"""Deals as their server tells them now. A row stays as it first came; what the server changed later lies beside it."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from atrium.kernel.among import Among

from . import rules
from .models import Deal, DealChange

_AMOUNTS: Final = ("lots", "closed_lots", "price", "profit", "commission", "swap", "fee", "contract_size")


def as_they_are_now(deals: Iterable[Deal]) -> list[Deal]:
    """The same rows in the same order, the changed ones with what their server says now; not to be saved."""
    rows = list(deals)
    for row, facts in _changed(rows):
        _tell(row, facts)
    return rows


def _changed(rows: list[Deal]) -> list[tuple[Deal, dict[str, Any]]]:
    latest = (
        DealChange.objects.filter(Among("deal_id", [row.id for row in rows]))
        .order_by("deal_id", "-id")
        .distinct("deal_id")
        .values_list("deal_id", "facts")
    )
    facts = dict(latest)
    return [(row, facts[row.id]) for row in rows if row.id in facts]


def _tell(row: Deal, facts: dict[str, Any]) -> None:
    for name in _AMOUNTS:
        setattr(row, name, Decimal(facts[name]))
    row.action, row.entry, row.symbol = facts["action"], facts["entry"], facts["symbol"]
    row.time = datetime.fromisoformat(facts["time"])
    row.open_price = Decimal(facts["position_price"]) or row.open_price
    row.side = rules.position_side(row.action, row.entry)
