"""The figures that ranks ask for, of every partner in a fixed number of statements, and how far one partner is.

Whose client it was is as of each deal and payment; the tree is as it stands at the look.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from atrium.kernel import clock
from atrium.kernel.money import Money
from tenants.approvals.rates import broker_currency
from tenants.ibs.models import Partner
from tenants.ibs.rules import ranks as rules
from tenants.ibs.rules.ranks import METRICS, Condition
from tenants.ibs.selectors.ranks import rank_rules, rank_title, ranks_held
from tenants.rates import selectors as rates

ZERO: Final = Decimal(0)
Figures = dict[uuid.UUID, dict[str, Decimal]]

# Everybody above a partner, itself among them.
_ABOVE: Final = """
above (partner_id, ancestor_id) AS (
    SELECT id, id FROM ibs_partner
  UNION
    SELECT above.partner_id, edge.parent_id FROM above JOIN ibs_partnerparent edge ON edge.partner_id = above.ancestor_id
    WHERE edge.valid_from <= %(at)s AND (edge.valid_to IS NULL OR edge.valid_to > %(at)s)
)
"""
_VOLUME: Final = f"""
WITH RECURSIVE {_ABOVE},
traded (partner_id, client_id, lots) AS (
    SELECT stake.partner_id, account.client_id,
           sum(coalesce((now.facts ->> 'closed_lots')::numeric, deal.closed_lots) * product.volume_factor * stake.share)
    FROM trading_deal deal
    JOIN trading_tradingaccount account ON account.id = deal.account_id AND account.kind = 'live'
    JOIN trading_product product ON product.id = account.product_id
    JOIN ibs_clientpartner stake ON stake.client_id = account.client_id
        AND stake.valid_from <= deal.time AND (stake.valid_to IS NULL OR stake.valid_to > deal.time)
    LEFT JOIN LATERAL (
        SELECT change.facts FROM trading_dealchange change WHERE change.deal_id = deal.id ORDER BY change.id DESC LIMIT 1
    ) now ON true
    WHERE deal.time >= %(since)s AND deal.time < %(at)s
      AND coalesce(now.facts ->> 'action', deal.action) IN ('buy', 'sell')
      AND coalesce(now.facts ->> 'entry', deal.entry) IN ('out', 'in_out', 'out_by')
      AND coalesce((now.facts ->> 'closed_lots')::numeric, deal.closed_lots) > 0
    GROUP BY 1, 2
)
SELECT above.ancestor_id,
       coalesce(sum(traded.lots) FILTER (WHERE above.ancestor_id = above.partner_id), 0),
       sum(traded.lots),
       count(DISTINCT traded.client_id) FILTER (WHERE above.ancestor_id = above.partner_id),
       count(DISTINCT traded.client_id)
FROM traded JOIN above ON above.partner_id = traded.partner_id GROUP BY 1
"""
_MONEY: Final = f"""
WITH RECURSIVE {_ABOVE},
paid (client_id, currency, minor, at) AS (
    SELECT client_id, coalesce(nullif(received_currency, ''), currency), coalesce(received_minor, amount_minor), finished_at
    FROM payments_deposit WHERE state = 'settled' AND finished_at >= %(since)s AND finished_at < %(at)s
  UNION ALL
    SELECT party_id, currency, -amount_minor, finished_at
    FROM payments_withdrawal
    WHERE party_kind = 'client' AND state = 'paid' AND finished_at >= %(since)s AND finished_at < %(at)s
)
SELECT above.ancestor_id, paid.currency,
       coalesce(sum(paid.minor * stake.share) FILTER (WHERE above.ancestor_id = above.partner_id), 0),
       sum(paid.minor * stake.share)
FROM paid
JOIN ibs_clientpartner stake ON stake.client_id = paid.client_id
    AND stake.valid_from <= paid.at AND (stake.valid_to IS NULL OR stake.valid_to > paid.at)
JOIN above ON above.partner_id = stake.partner_id GROUP BY 1, 2
"""
_SUBS: Final = """
SELECT edge.parent_id, count(*) FROM ibs_partnerparent edge JOIN ibs_partner sub ON sub.id = edge.partner_id
WHERE edge.valid_from <= %(at)s AND (edge.valid_to IS NULL OR edge.valid_to > %(at)s) AND sub.status = 'active' GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a partner is from the next rank; no next: it holds the highest, or there are none."""

    rank: int
    title: str
    next_title: str
    period_days: int
    conditions: tuple[Condition, ...]
    label: str = ""

    @property
    def percent(self) -> int:
        """Of all conditions together: each counts the same."""
        return sum(each.percent for each in self.conditions) // len(self.conditions) if self.conditions else 0


def figures(
    *,
    at: datetime,
    days: int = 0,
    since: datetime | None = None,
    partner_ids: Collection[uuid.UUID] | None = None,
    currency: str = "",
) -> Figures:
    """By partner and metric, over the last days or since a moment; those with nothing have zeros."""
    ids = partner_ids if partner_ids is not None else Partner.objects.values_list("id", flat=True)
    found: Figures = {partner_id: dict.fromkeys(METRICS, ZERO) for partner_id in ids}
    moments = {"at": at, "since": since or at - timedelta(days=days)}
    for partner_id, own, downline, clients, below in _rows(_VOLUME, moments):
        if partner_id in found:
            found[partner_id] |= {
                "own_lots": own, "downline_lots": downline, "active_clients": Decimal(clients),
                "downline_clients": Decimal(below),
            }  # fmt: skip
    _add_money(found, moments, at, currency or broker_currency())
    for partner_id, count in _rows(_SUBS, moments):
        if partner_id in found:
            found[partner_id]["sub_ibs"] = Decimal(count)
    return found


def figures_by_period(
    *, at: datetime, partner_ids: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, dict[int, dict[str, Decimal]]]:
    """As `ranks.judge` takes them: each length of period that some rank looks at is asked for once."""
    periods = sorted({rank.period_days for rank in rank_rules()})
    by_partner: dict[uuid.UUID, dict[int, dict[str, Decimal]]] = {}
    for days in periods:
        for partner_id, found in figures(days=days, at=at, partner_ids=partner_ids).items():
            by_partner.setdefault(partner_id, {})[days] = found
    return by_partner


def progress_of(partner: Partner, at: datetime | None = None) -> Progress:
    """The nearest rank above that can be reached, and how far each of its conditions is."""
    at = at or clock.now()
    held = ranks_held([partner.id], at).get(partner.id, 0)
    above = rules.next_rank(rank_rules(), held)
    if above is None:
        return Progress(held, rank_title(held), "", 0, ())
    found = figures(days=above.period_days, at=at, partner_ids=[partner.id])[partner.id]
    conditions = rules.conditions(above.reach, found)
    return Progress(held, rank_title(held), rank_title(above.level), above.period_days, conditions)


def _add_money(found: Figures, moments: dict[str, datetime], at: datetime, target: str) -> None:
    """In one currency; what no rate is known for counts as nothing."""
    for partner_id, currency, own, downline in _rows(_MONEY, moments):
        if partner_id in found:
            found[partner_id]["net_deposits"] += _converted(own, currency, target, at)
            found[partner_id]["downline_deposits"] += _converted(downline, currency, target, at)


def _converted(minor: Decimal, currency: str, target: str, at: datetime) -> Decimal:
    money = Money(abs(int(minor)), currency)
    there = rates.converted(money, target, at=at) if currency != target else money
    if there is None:
        return ZERO
    return there.decimal if minor >= 0 else -there.decimal


def _rows(statement: str, parameters: dict[str, datetime]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
