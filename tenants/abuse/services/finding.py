"""The rules: each is one statement over facts that gives (partner, client, other client, mark, facts, when), a row an evidence.

A partner is compared with the clients it brought, as they stand now. A sign is a question to a person, and no verdict.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from ..models import Rule, Settings


@dataclass(frozen=True, slots=True)
class Found:
    rule: str
    partner_id: UUID
    client_id: UUID
    other_id: UUID | None
    mark: str
    facts: dict[str, Any]
    at: datetime


# Who brought whom, now.
_BROUGHT: Final = """
brought AS (
    SELECT stake.partner_id, stake.client_id, partner.user_id AS partner_user, client.user_id AS client_user
    FROM ibs_clientpartner stake
    JOIN ibs_partner partner ON partner.id = stake.partner_id
    JOIN clients_client client ON client.id = stake.client_id
    WHERE stake.valid_from <= %(at)s AND (stake.valid_to IS NULL OR stake.valid_to > %(at)s)
)
"""
_DEALS: Final = """
closed AS (
    SELECT deal.id, brought.partner_id, brought.client_id, account.login, deal.symbol, deal.side, deal.closed_lots AS lots,
           deal.opened_at, deal.time, extract(epoch FROM deal.time - deal.opened_at) AS seconds
    FROM trading_deal deal
    JOIN trading_tradingaccount account ON account.id = deal.account_id AND account.kind = 'live'
    JOIN brought ON brought.client_id = account.client_id
    WHERE deal.time >= %(since)s AND deal.time < %(at)s AND deal.entry IN ('out', 'in_out', 'out_by')
      AND deal.action IN ('buy', 'sell') AND deal.opened_at IS NOT NULL AND deal.closed_lots > 0
)
"""
_SELF: Final = f"""
WITH {_BROUGHT}
SELECT brought.partner_id, brought.client_id, NULL::uuid, same.mark, jsonb_build_object('same', same.what), %(at)s
FROM brought
JOIN identity_user one ON one.id = brought.partner_user
JOIN identity_user two ON two.id = brought.client_user
CROSS JOIN LATERAL (VALUES ('person', 'person', one.person_id = two.person_id),
                           ('email', 'e-mail', lower(one.email) = lower(two.email))) AS same (mark, what, holds)
WHERE same.holds
"""
# An address that many people use (an office, a mobile network) says nothing.
_LOG_INS: Final = """
used AS (
    SELECT user_id, ip, user_agent, max(at) AS at, count(*) AS times FROM identity_login
    WHERE succeeded AND ip IS NOT NULL AND at >= %(since)s AND at < %(at)s GROUP BY 1, 2, 3
),
rare AS (SELECT ip FROM used GROUP BY ip HAVING count(DISTINCT user_id) <= %(most)s)
"""
_IP: Final = f"""
WITH {_BROUGHT}, {_LOG_INS}
SELECT brought.partner_id, brought.client_id, NULL::uuid, host(one.ip),
       jsonb_build_object('ip', host(one.ip), 'partner_times', sum(one.times), 'client_times', sum(two.times)),
       max(greatest(one.at, two.at))
FROM brought JOIN used one ON one.user_id = brought.partner_user
JOIN used two ON two.user_id = brought.client_user AND two.ip = one.ip AND two.user_agent <> one.user_agent
JOIN rare ON rare.ip = one.ip
GROUP BY 1, 2, one.ip
"""
_DEVICE: Final = f"""
WITH {_BROUGHT}, {_LOG_INS}
SELECT brought.partner_id, brought.client_id, NULL::uuid, md5(one.user_agent || host(one.ip)),
       jsonb_build_object('ip', host(one.ip), 'browser', left(one.user_agent, 120), 'partner_times', one.times,
                          'client_times', two.times), greatest(one.at, two.at)
FROM brought JOIN used one ON one.user_id = brought.partner_user AND one.user_agent <> ''
JOIN used two ON two.user_id = brought.client_user AND two.ip = one.ip AND two.user_agent = one.user_agent
JOIN rare ON rare.ip = one.ip
"""
# Where money goes, written with or without spaces.
_BANK: Final = f"""
WITH {_BROUGHT},
place AS (
    SELECT party_kind, party_id, upper(regexp_replace(number, '[^A-Za-z0-9]', '', 'g')) AS number, created_at AS at
    FROM payments_destination WHERE state IN ('pending', 'verified')
  UNION ALL
    SELECT party_kind, party_id, upper(regexp_replace(destination, '[^A-Za-z0-9]', '', 'g')), requested_at
    FROM payments_withdrawal WHERE destination <> ''
)
SELECT brought.partner_id, brought.client_id, NULL::uuid, md5(one.number),
       jsonb_build_object('ends_in', right(one.number, 4)), max(greatest(one.at, two.at))
FROM brought JOIN place one ON one.party_kind = 'ib' AND one.party_id = brought.partner_id AND length(one.number) >= 6
JOIN place two ON two.party_kind = 'client' AND two.party_id = brought.client_id AND two.number = one.number
GROUP BY 1, 2, one.number
"""
_SHORT: Final = f"""
WITH {_BROUGHT}, {_DEALS},
near AS (
    SELECT *, seconds >= %(min_seconds)s AND seconds < %(min_seconds)s + %(span)s AS is_near FROM closed
),
clusters AS (
    SELECT partner_id, client_id FROM near GROUP BY 1, 2
    HAVING count(*) FILTER (WHERE is_near) >= %(least)s
       AND count(*) FILTER (WHERE is_near) * 100 >= count(*) * %(percent)s
)
SELECT near.partner_id, near.client_id, NULL::uuid, 'deal:' || near.id,
       jsonb_build_object('deal', near.id, 'login', near.login, 'symbol', near.symbol, 'lots', near.lots::text,
                          'seconds', near.seconds::bigint), near.time
FROM near JOIN clusters USING (partner_id, client_id) WHERE near.is_near
"""
# Two clients of one partner, the same symbol and size, opposite sides, opened and closed together.
_MIRRORED: Final = f"""
WITH {_BROUGHT}, {_DEALS},
pairs AS (
    SELECT one.partner_id, least(one.client_id, two.client_id) AS client_id, greatest(one.client_id, two.client_id) AS other_id,
           least(one.id, two.id) AS first, greatest(one.id, two.id) AS second, one.symbol, one.lots, one.login AS login,
           two.login AS against, greatest(one.time, two.time) AS at
    FROM closed one JOIN closed two ON two.partner_id = one.partner_id AND two.symbol = one.symbol AND two.lots = one.lots
        AND two.side = 'sell' AND one.side = 'buy' AND two.client_id <> one.client_id
        AND two.opened_at BETWEEN one.opened_at - %(gap)s AND one.opened_at + %(gap)s
        AND two.time BETWEEN one.time - %(gap)s AND one.time + %(gap)s
),
often AS (
    SELECT partner_id, client_id, other_id FROM pairs GROUP BY 1, 2, 3 HAVING count(DISTINCT first) >= %(pairs)s
)
SELECT pairs.partner_id, pairs.client_id, pairs.other_id, 'deals:' || pairs.first || ':' || pairs.second,
       jsonb_build_object('deals', jsonb_build_array(pairs.first, pairs.second), 'symbol', pairs.symbol,
                          'lots', pairs.lots::text, 'logins', jsonb_build_array(pairs.login, pairs.against)), pairs.at
FROM pairs JOIN often USING (partner_id, client_id, other_id)
"""
STATEMENTS: Final = {
    Rule.SELF_REFERRAL: _SELF,
    Rule.SHARED_BANK: _BANK,
    Rule.SHARED_DEVICE: _DEVICE,
    Rule.SHARED_IP: _IP,
    Rule.SHORT_DEALS: _SHORT,
    Rule.MIRRORED: _MIRRORED,
}


def find(rule: Rule, settings: Settings, at: datetime) -> Iterator[Found]:
    """Everything that the rule sees in the time looked back on."""
    parameters: dict[str, Any] = {
        "at": at,
        "since": at - timedelta(days=settings.lookback_days),
        "most": settings.shared_by_most,
        "min_seconds": settings.min_seconds,
        "span": settings.short_span_seconds,
        "least": settings.short_least,
        "percent": settings.short_percent,
        "gap": timedelta(seconds=settings.mirror_seconds),
        "pairs": settings.mirror_least,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[rule], parameters)
        for row in cursor.fetchall():
            yield Found(rule, *_read(row))


def _read(row: tuple[Any, ...]) -> tuple[Any, ...]:
    partner, client, other, mark, facts, at = row
    return partner, client, other, mark, json.loads(facts) if isinstance(facts, str) else facts, at
