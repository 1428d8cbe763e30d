"""A broker with very many clients, made in its database by a few statements: no service runs a million times for a bench.

Triggers and secondary indexes are away while rows are written and back before anything is measured.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from infra.bench.console.names import pools

COUNTRIES = ("DE", "ES", "VN", "IT", "CY", "BR", "ZA", "PL", "MY", "AE", "FR", "IS")  # the last one is rare
TABLES = (
    "identity_person", "identity_user", "leads_lead", "clients_client", "insight_personfigures", "search_entry",
    "activity_entry", "trading_tradingaccount", "payments_deposit", "leads_statuschange",
)  # fmt: skip


def fill(url: str, schema: str, clients: int, entries_each: int) -> float:
    """Seconds it took. The schema is one broker's, fresh from its template, with colleagues in it."""
    began = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET synchronous_commit = off")
        with _bare(connection, schema):
            for statement in _statements(connection, clients, entries_each):
                connection.execute(statement)
        connection.execute("VACUUM (ANALYZE)")
        _settle(connection)
    return time.monotonic() - began


def _settle(connection: psycopg.Connection[Any]) -> None:
    """Gigabytes that were just written go to the disk now and not beside what is measured. An owner who is no superuser may ask
    for no checkpoint, but dropping a database makes one."""
    connection.execute("CREATE DATABASE atrium_settling")
    connection.execute("DROP DATABASE atrium_settling")


@contextmanager
def _bare(connection: psycopg.Connection[Any], schema: str) -> Iterator[None]:
    dropped = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = %s AND tablename = ANY(%s)"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = format('%%I.%%I', %s::text, indexname)::regclass)",
        [schema, list(TABLES), schema],
    ).fetchall()
    for name, _definition in dropped:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    for table in TABLES:
        connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
    yield
    for table in TABLES:
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))
    for _name, definition in dropped:
        connection.execute(definition)


def _statements(connection: psycopg.Connection[Any], clients: int, entries_each: int) -> Iterator[str]:
    yield "DROP TABLE IF EXISTS pg_temp.first, pg_temp.family, pg_temp.who"
    for table, pool in zip(("first", "family"), pools(), strict=True):
        yield f"CREATE TEMP TABLE {table} (n integer PRIMARY KEY, name text, words text[], folded text)"
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for number, parts in enumerate(pool):
                copy.write_row((number, *parts))
    yield "SELECT setseed(0.5)"
    yield _who(clients)
    yield from _PEOPLE
    yield _figures()
    yield _SEARCH
    yield _ACTIVITY.format(each=entries_each)
    yield from _MONEY


def _who(clients: int) -> str:
    """Everything random about a person, drawn once. Common names are common, rare countries rare."""
    names = " ".join(f"WHEN {at} THEN '{code}'" for at, code in enumerate(COUNTRIES[:-1]))
    return f"""
CREATE TEMP TABLE who AS
SELECT drawn.n, person, user_id, lead, client, f.name || ' ' || g.name AS name, f.words || g.words AS words,
       g.folded || drawn.n AS mailed,
       lower(translate(f.name || '.' || g.name, ' ', '')) || drawn.n || '@example.com' AS email,
       '+' || (30 + drawn.n % 60) || lpad((drawn.n * 7919 % 100000000)::text, 8, '0') AS phone,
       CASE WHEN chance < 0.0002 THEN '{COUNTRIES[-1]}' ELSE CASE (country * country * 11)::int {names} ELSE 'DE' END END
           AS country,
       CASE WHEN depth < 0.4 THEN 'demo' WHEN depth < 0.6 THEN 'lead' WHEN depth < 0.75 THEN 'live'
            WHEN depth < 0.85 THEN 'funded' WHEN depth < 0.95 THEN 'active' WHEN depth < 0.99 THEN 'dormant' ELSE 'closed' END
           AS status,
       depth, chance, now() - (({clients} - drawn.n) * interval '90 seconds') AS at, m.id AS member, m.desk_id AS desk
FROM (
    SELECT n, uuidv7() AS person, uuidv7() AS user_id, uuidv7() AS lead, uuidv7() AS client, random() AS chance,
           random() AS country, random() AS depth, floor(power(random(), 2) * (SELECT count(*) FROM first))::int AS f,
           floor(power(random(), 2) * (SELECT count(*) FROM family))::int AS g,
           (random() * ((SELECT count(*) FROM staff_member) - 1))::int AS m
    FROM generate_series(1::bigint, {clients}) AS n
) drawn
JOIN first f ON f.n = drawn.f JOIN family g ON g.n = drawn.g
LEFT JOIN (SELECT id, desk_id, row_number() OVER (ORDER BY id) - 1 AS place FROM staff_member) m
    ON m.place = drawn.m AND drawn.chance < 0.9
ORDER BY drawn.n
"""


_PEOPLE = (
    "INSERT INTO identity_person (id, created_at) SELECT person, at FROM who",
    """
INSERT INTO identity_user (id, password, last_login, realm, login, email, name, person_id, language, time_zone, is_active,
                           must_change_password, date_joined)
SELECT user_id, '!', at + chance * (now() - at), 'client', 'client:' || email, email, name, person, 'en', 'UTC', true, false, at
FROM who
""",
    """
INSERT INTO leads_lead (id, number, person_id, name, name_folded, email, phone, country, language, birth_date, national_id,
    address, source, referral_code, campaign, status, assigned_to_id, desk_id, assigned_because, assigned_at, score, version,
    created_at, last_contact_at)
SELECT lead, 1000000 + n, person, name, lower(name), email, phone, country, CASE WHEN n % 3 = 0 THEN 'es' ELSE 'en' END,
       date '1960-01-01' + (chance * 16000)::int, 'ID' || lpad((n * 104729 % 100000000)::text, 8, '0'), '',
       CASE WHEN chance < 0.02 THEN 'event' WHEN chance < 0.3 THEN 'affiliate' ELSE 'registration' END, '', '{}'::jsonb, status,
       member, desk, '', at, (depth * 100)::int, 1, at,
       CASE WHEN chance < 0.7 THEN at + chance * (now() - at) END
FROM who
""",
    """
INSERT INTO clients_client (id, number, lead_id, user_id, "group", country, currency, legal_entity, kyc_level, created_at)
SELECT client, n, lead, user_id, '', country, 'USD', 'main', CASE WHEN depth > 0.6 THEN 1 ELSE 0 END, at FROM who
""",
    """
INSERT INTO leads_statuschange (id, lead_id, old, new, fact, at)
SELECT uuidv7(), lead, '', 'lead', 'registered', at FROM who WHERE n % 10 = 0
""",
)


def _figures() -> str:
    paid = "depth > 0.75"
    return f"""
INSERT INTO insight_personfigures (lead_id, manager_id, name_key, client_id, client_number, kyc_level, currency, accounts,
    deposit_count, deposits, withdrawals, balance, equity, result, lots, first_deposit_at, last_deposit_at, last_deal_at,
    last_login_at, open_tasks, next_task_at)
SELECT lead, member, lower(name), client, n, CASE WHEN depth > 0.6 THEN 1 ELSE 0 END, 'USD',
       CASE WHEN depth > 0.6 THEN 1 ELSE 0 END,
       CASE WHEN {paid} THEN 1 ELSE 0 END, CASE WHEN {paid} THEN round((chance * chance * 50000)::numeric, 2) ELSE 0 END, 0,
       CASE WHEN {paid} THEN round((chance * 3000)::numeric, 2) ELSE 0 END,
       CASE WHEN {paid} THEN round((chance * 9000)::numeric, 2) ELSE 0 END, 0,
       CASE WHEN depth > 0.85 THEN round((chance * 400)::numeric, 2) ELSE 0 END,
       CASE WHEN {paid} THEN at + interval '1 day' END, CASE WHEN {paid} THEN at + interval '1 day' END,
       CASE WHEN depth > 0.85 THEN at + chance * (now() - at) END, at + chance * (now() - at),
       CASE WHEN n % 50 = 0 THEN 1 ELSE 0 END, CASE WHEN n % 50 = 0 THEN now() + chance * interval '30 days' END
FROM who
"""


_SEARCH = """
INSERT INTO search_entry (subject_id, kind, lead_id, terms)
SELECT lead, 'person', lead, array_to_tsvector(words || ARRAY['pe:' || email, 'pe:' || mailed, 'pe:example.com',
       'p#:' || n, 'p#:' || (1000000 + n), 'pp:' || substr(phone, 2), 'pq:' || reverse(substr(phone, 2)),
       'pd:id' || lpad((n * 104729 % 100000000)::text, 8, '0')])
FROM who
"""
_ACTIVITY = """
INSERT INTO activity_entry (id, subject_kind, subject_id, verb, text, data, at, actor, key)
SELECT uuidv7(), CASE WHEN i % 2 = 0 THEN 'client' ELSE 'lead' END, CASE WHEN i % 2 = 0 THEN client ELSE lead END, 'note',
       'Spoke about the platform and the next step', '{{}}'::jsonb, at + i * interval '3 hours', '{{"label": "Sam"}}'::jsonb, ''
FROM who, generate_series(1, {each}) AS i
"""
_MONEY = (
    """
INSERT INTO trading_server (id, code, name, vendor, kind, connection_id, quiet_seconds, active, state, cursor, last_error,
                            created_at)
SELECT uuidv7(), 'bench', 'Bench', 'mt5', 'both', uuidv7(), 60, true, 'new', '', '', now()
WHERE NOT EXISTS (SELECT 1 FROM trading_server WHERE code = 'bench')
""",
    """
INSERT INTO trading_product (id, code, name, kind, server_id, "group", currency, leverage, starting_balance_minor, volume_factor,
                             visible, place)
SELECT uuidv7(), 'bench', 'Bench', 'live', id, 'real', 'USD', 100, 0, 1, true, 1 FROM trading_server
WHERE code = 'bench' AND NOT EXISTS (SELECT 1 FROM trading_product WHERE code = 'bench')
""",
    """
INSERT INTO trading_tradingaccount (id, client_id, client_number, server_id, product_id, login, "group", currency, kind, leverage,
                                    status, opened_at)
SELECT uuidv7(), client, n, p.server_id, p.id, 70000000 + n, 'real', 'USD', 'live', 100, 'open', at
FROM who, trading_product p WHERE depth > 0.6 AND p.code = 'bench'
""",
    """
INSERT INTO payments_deposit (id, client_id, client_number, amount_minor, currency, state, connection_id, psp_code, psp_reference,
    payment_id, checkout_url, key, received_minor, received_currency, fee_minor, reason, created_at, finished_at, kind,
    reference, pay_to, charge_minor, rest)
SELECT uuidv7(), client, n, 100000, 'USD', 'settled', '00000000-0000-0000-0000-000000000001', 'stripe', 'cs_bench_' || n,
       'pi_bench_' || n, '', 'bench', 100000, 'USD', 0, '', at, at + interval '1 day', 'card', '', '{}', 0, 0
FROM who WHERE depth > 0.75
""",
    """
INSERT INTO search_entry (subject_id, kind, terms)
SELECT id, 'account', array_to_tsvector(ARRAY['al:' || login, 'am:' || reverse(login::text)]) FROM trading_tradingaccount
""",
    """
INSERT INTO search_entry (subject_id, kind, terms)
SELECT id, 'deposit', array_to_tsvector(ARRAY['dr:' || translate(psp_reference, '_', ''), 'dr:' || replace(id::text, '-', '')])
FROM payments_deposit
""",
)
