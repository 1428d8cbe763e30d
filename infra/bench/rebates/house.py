"""A broker with very many deals, made in its database by a few statements: 2,000 IBs to depth 8, 20,000 accounts, five plans."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import psycopg
from psycopg import sql

PARTNERS, CLIENTS = 2_000, 20_000
FIRST, LAST = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
SECONDS: Final = int((LAST - FIRST).total_seconds())
_TABLES: Final = (
    "identity_person", "identity_user", "leads_lead", "clients_client", "ibs_partner", "ibs_partnerparent",
    "ibs_partnerrank", "ibs_clientpartner", "trading_tradingaccount", "trading_deal", "rebates_dealfacts",
)  # fmt: skip

PLANS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("per-lot", {
        "base": {"type": "per_lot"}, "select": {"group": ["g1"]},
        "distribution": {"kind": "levels", "rates": [
            {"metric": "lots", "scope": "own", "convention": "marginal",
             "steps": [{"from": "0", "rate": "6"}, {"from": "50", "rate": "7.5"}, {"from": "500", "rate": "8"}]},
            "3", "1.5",
        ]},
    }),
    ("spread-gap", {
        "base": {"type": "spread"}, "select": {"group": ["g2"]},
        "distribution": {"kind": "gap", "ranks": {"0": "0.1", "1": "0.15", "2": "0.25", "3": "0.3"}, "depth": 4},
    }),
    ("override", {
        "base": {"type": "commission"}, "select": {"group": ["g3"]},
        "distribution": {"kind": "override", "rate": "0.2", "percents": ["0.1", "0.05"], "of": "previous",
                         "qualify": {"min_rank": 1, "min_subs": 1}},
    }),
    ("remainder", {
        "base": {"type": "pips"}, "select": {"group": ["g4"]},
        "distribution": {"kind": "remainder", "rate": "0.8", "takes": ["0.4", "0.2"], "rest": "next"},
        "guards": {"hedging": "net", "cap_period": {"amount": "400", "period": "month"}},
    }),
    ("cashback", {
        "slot": "cashback", "base": {"type": "per_lot"}, "distribution": {"kind": "client", "rate": "0.5"},
    }),
)  # fmt: skip


def fill(url: str, schema: str, deals: int) -> None:
    """Triggers and secondary indexes are away while rows are written, and back before anything is measured."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
        connection.execute("SET maintenance_work_mem = '256MB'")
        connection.execute("SET synchronous_commit = off")
        with _bare(connection, schema):
            for statement in (*_PEOPLE, *_TRADING):
                connection.execute(statement.encode())
            connection.execute(
                _DEALS.format(deals=deals, accounts=CLIENTS, first=FIRST, seconds=SECONDS).encode()
            )
            connection.execute(_FACTS.encode())
        connection.execute("VACUUM (ANALYZE)")


def plans() -> None:
    """Published as a broker's own, by the verbs."""
    from atrium.kernel import clock
    from tenants.rebates.models import Plan

    now = clock.now()
    Plan.objects.filter(status=Plan.Status.PUBLISHED, valid_to=None).update(valid_to=FIRST)
    for code, document in PLANS:
        Plan.objects.create(
            code=f"bench-{code}",
            name=code,
            document=document,
            status=Plan.Status.PUBLISHED,
            published_at=now,
            valid_from=FIRST,
        )


@contextmanager
def _bare(connection: psycopg.Connection[Any], schema: str) -> Iterator[None]:
    dropped = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = %s AND tablename = ANY(%s)"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = format('%%I.%%I', %s::text, indexname)::regclass)",
        [schema, list(_TABLES), schema],
    ).fetchall()
    for name, _definition in dropped:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    for table in _TABLES:
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
    yield
    for table in _TABLES:
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))
    for _name, definition in dropped:
        connection.execute(definition)


# A heap of partners: eight at the top, 2.2 below each, so that 2,000 of them are eight deep.
_PEOPLE: Final = (
    f"""CREATE TEMP TABLE ib AS SELECT n, uuidv7() AS id, uuidv7() AS person, uuidv7() AS user_id,
       CASE WHEN n > 8 THEN floor((n - 9) / 2.2)::int + 1 END AS above FROM generate_series(1, {PARTNERS}) n""",
    f"""CREATE TEMP TABLE who AS SELECT n, uuidv7() AS id, uuidv7() AS person, uuidv7() AS user_id, uuidv7() AS lead,
       1 + (n * 7919) % {PARTNERS} AS ib FROM generate_series(1, {CLIENTS}) n""",
    "INSERT INTO identity_person (id, created_at) SELECT person, now() FROM ib UNION ALL SELECT person, now() FROM who",
    """INSERT INTO identity_user (id, password, realm, login, email, name, person_id, language, time_zone, is_active,
       must_change_password, date_joined)
SELECT user_id, '!', 'partner', 'partner:' || n, 'ib' || n || '@bench.example', 'Partner ' || n, person, 'en', 'UTC', true, false,
       now() FROM ib
UNION ALL SELECT user_id, '!', 'client', 'client:' || n, 'c' || n || '@bench.example', 'Client ' || n, person, 'en', 'UTC', true,
       false, now() FROM who""",
    """INSERT INTO ibs_partner (id, number, user_id, person_id, name, code, currency, status, ratio, client_shares, payout_schedule,
       payout_delay_days, payout_minimum_minor, created_at)
SELECT id, n, user_id, person, 'Partner ' || n, 'ib' || n, 'USD', 'active', 1, '{}', 'daily', 0, 0, now() FROM ib""",
    """INSERT INTO ibs_partnerparent (id, partner_id, parent_id, valid_from)
SELECT uuidv7(), ib.id, above.id, timestamptz '2020-01-01Z' FROM ib JOIN ib above ON above.n = ib.above""",
    """INSERT INTO ibs_partnerrank (id, partner_id, rank, valid_from)
SELECT uuidv7(), id, CASE WHEN n <= 26 THEN 3 WHEN n <= 150 THEN 2 WHEN n <= 900 THEN 1 ELSE 0 END, timestamptz '2020-01-01Z'
FROM ib""",
    """INSERT INTO leads_lead (id, number, person_id, name, name_folded, email, phone, country, language, national_id, address,
       source, referral_code, campaign, status, assigned_because, score, version, created_at)
SELECT lead, n, person, 'Client ' || n, 'client ' || n, 'c' || n || '@bench.example', '', 'DE', 'en', '', '', 'registration', '',
       '{}', 'active', '', 0, 1, now() FROM who""",
    """INSERT INTO clients_client (id, number, lead_id, user_id, "group", country, currency, legal_entity, kyc_level, created_at)
SELECT id, n, lead, user_id, '', 'DE', 'USD', 'main', 1, now() FROM who""",
    """INSERT INTO ibs_clientpartner (id, client_id, partner_id, share, valid_from)
SELECT uuidv7(), who.id, ib.id, 1, timestamptz '2020-01-01Z' FROM who JOIN ib ON ib.n = who.ib""",
)
_TRADING: Final = (
    """INSERT INTO trading_server (id, code, name, vendor, kind, connection_id, quiet_seconds, active, state, cursor, last_error,
       created_at) VALUES (uuidv7(), 'bench', 'Bench', 'mt5', 'live', uuidv7(), 60, true, 'new', '', '', now())""",
    """INSERT INTO trading_symbol (id, symbol, description, base, quote, digits, contract_size, pip_size, groups) VALUES
(uuidv7(), 'EURUSD', '', 'EUR', 'USD', 5, 100000, 0.0001, '["fx"]'),
(uuidv7(), 'USDJPY', '', 'USD', 'JPY', 3, 100000, 0.01, '["fx"]'),
(uuidv7(), 'XAUUSD', '', 'XAU', 'USD', 2, 100, 0.1, '["metals"]') ON CONFLICT DO NOTHING""",
    """INSERT INTO rates_rate (id, base, quote, rate, at, source)
SELECT uuidv7(), 'USD', 'JPY', 150 + n % 7 * 0.31, timestamptz '2026-02-20Z' + n * interval '1 day', 'bench'
FROM generate_series(0, 60) n ON CONFLICT DO NOTHING""",
    """INSERT INTO trading_product (id, code, name, kind, server_id, "group", currency, leverage, starting_balance_minor,
       volume_factor, visible, place)
SELECT uuidv7(), 'bench-' || n, 'Bench', 'live', s.id, 'g' || n, 'USD', 100, 0, 1, true, 1
FROM trading_server s, generate_series(1, 4) n WHERE s.code = 'bench'""",
    """INSERT INTO trading_tradingaccount (id, client_id, client_number, server_id, product_id, login, "group", currency, kind,
       leverage, status, opened_at)
SELECT uuidv7(), who.id, who.n, p.server_id, p.id, 70000000 + who.n, p."group", 'USD', 'live', 100, 'open', now()
FROM who JOIN trading_product p ON p.code = 'bench-' || (1 + who.n % 4)""",
)
_DEALS: Final = """
INSERT INTO trading_deal (server_id, ticket, login, account_id, batch_id, action, entry, side, symbol, lots, closed_lots, price,
    position_id, open_price, opened_at, profit, commission, swap, fee, contract_size, time, reason, comment, digest, recorded_at)
SELECT a.server_id, 100000000 + drawn.n, a.login, a.id, ('00000000-0000-0000-0000-' || lpad((drawn.n / 500)::text, 12, '0'))::uuid,
    CASE WHEN drawn.n % 2 = 0 THEN 'sell' ELSE 'buy' END, 'out', CASE WHEN drawn.n % 2 = 0 THEN 'buy' ELSE 'sell' END,
    (ARRAY['EURUSD', 'USDJPY', 'XAUUSD'])[1 + drawn.n % 3], lots, lots, 1.105, drawn.n, 1.1, at - held, 12.5, -7 * lots,
    0, 0, 100000, at, 'client', '', 'x', at
FROM (
    SELECT n, round((0.01 + random() * 2)::numeric, 2) AS lots, 70000001 + floor(random() * {accounts})::bigint AS login,
        timestamptz '{first}' + floor(n::float8 / {deals} * {seconds}) * interval '1 second' AS at,
        floor(60 + random() * 40000) * interval '1 second' AS held
    FROM generate_series(0, {deals}::bigint - 1) n
) drawn JOIN trading_tradingaccount a ON a.login = drawn.login ORDER BY drawn.n
"""
_FACTS: Final = """
INSERT INTO rebates_dealfacts (deal_id, spread, markup, credit, flags)
SELECT d.id, 1.2, 0.4, 0, '[]' FROM trading_deal d JOIN trading_tradingaccount a ON a.id = d.account_id WHERE a."group" = 'g2'
"""
