"""The database itself keeps the ledger: whoever asks, and however."""

from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from atrium.kernel import tenancy
from tenants.ledger import APPEND_ONLY, READ_ONLY_TABLES, selectors, services

from .conftest import CLARA, deposit

WRITES = (
    "UPDATE ledger_balance SET posted = 1000000",
    "UPDATE ledger_account SET floor = -1000000",
    "UPDATE ledger_movement SET amount_minor = 1",
    "DELETE FROM ledger_balance",
    "DELETE FROM ledger_movement",
    "TRUNCATE ledger_movement CASCADE",
    "INSERT INTO ledger_balance (account_id, posted, held, version, floor) VALUES (99, 1000000, 0, 0, 0)",
    "INSERT INTO ledger_account (address, currency, kind) VALUES ('client:1:wallet:USD', 'USD', 'client')",
    "ALTER TABLE ledger_movement DISABLE TRIGGER ALL",
    "SELECT ledger_accounts(ARRAY['client:1:wallet:USD'])",
    "SELECT ledger_apply(ARRAY['posted'], ARRAY[1::bigint], ARRAY[2::bigint], ARRAY[1::bigint], ARRAY[0::bigint])",
)


@pytest.mark.parametrize("statement", WRITES)
@pytest.mark.usefixtures("in_acme")
def test_the_application_reads_and_posts_and_does_nothing_else(statement: str) -> None:
    services.post(movements=[deposit("5")], key="dep:1")

    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert refusal.value.__cause__.sqlstate == "42501"  # type: ignore[union-attr]
    assert selectors.balance(CLARA).posted.plain() == "5.00"
    assert selectors.verify() == ()


@pytest.mark.usefixtures("in_acme")
def test_a_temporary_table_does_not_stand_in_for_the_ledgers() -> None:
    services.post(movements=[deposit("5")], key="dep:1")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE ledger_balance (account_id bigint, posted bigint, held bigint, floor bigint)"
        )
    try:
        services.post(movements=[deposit("7")], key="dep:2")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE pg_temp.ledger_balance")

    assert selectors.balance(CLARA).posted.plain() == "12.00"


@pytest.fixture
def history(committed: None, acme: tenancy.Tenant, owner: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    with tenancy.entered(acme):
        services.post(movements=[deposit("5")], key="dep:1")
    return owner


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET currency = currency", "DELETE FROM {}", "TRUNCATE {} CASCADE"],
    ids=["update", "delete", "truncate"],
)
def test_not_even_the_owner_changes_history(
    history: psycopg.Connection[Any], table: str, statement: str
) -> None:
    with pytest.raises(psycopg.Error, match="never changed or removed"):
        history.execute(statement.format(table))


def test_every_guard_is_awake_in_replica_mode_too(owner: psycopg.Connection[Any]) -> None:
    """What `A` means is shown in test_replica_mode."""
    guards = owner.execute(
        "SELECT tgname, tgenabled::text FROM pg_trigger WHERE tgname LIKE 'ledger%%refuse%%'"
        " AND tgrelid::regclass::text NOT LIKE '%%.%%' ORDER BY 1"
    ).fetchall()

    tables = ("ledger_account", "ledger_balance", "ledger_day", "ledger_daybalance", "ledger_movement")
    assert guards == [(f"{table}_refuse_{what}", "A") for table in tables for what in ("rows", "truncate")]


@pytest.mark.parametrize(
    "values",
    [
        "'posted', {psp}, {wallet}, 'EUR', 5",
        "'posted', {psp}, {wallet}, 'USD', 0",
        "'posted', {psp}, {wallet}, 'USD', -5",
        "'posted', {psp}, {psp}, 'USD', 5",
        "'void', {psp}, {wallet}, 'USD', 5",
        "'gift', {psp}, {wallet}, 'USD', 5",
    ],
    ids=["currency", "zero", "negative", "same account", "void of nothing", "phase"],
)
def test_a_row_that_makes_no_sense_cannot_be_written_even_by_the_owner(
    history: psycopg.Connection[Any], values: str
) -> None:
    ids = dict(history.execute("SELECT kind, id FROM ledger_account").fetchall())
    row = values.format(psp=ids["psp"], wallet=ids["client"])

    with pytest.raises(psycopg.IntegrityError):
        history.execute(
            "INSERT INTO ledger_movement (id, idem_key, leg, idem_hash, phase, debit_id, credit_id, currency, amount_minor,"
            f" kind, ledger_transaction_id, effective_at, created_at) SELECT gen_random_uuid(), 'x', 0, '', v.*, 'k',"
            f" gen_random_uuid(), now(), now() FROM (VALUES ({row})) v"
        )


def test_a_balance_below_its_floor_cannot_be_written_even_by_the_owner(
    history: psycopg.Connection[Any],
) -> None:
    for change in ("posted = -1", "held = 501", "held = -1"):
        with pytest.raises(psycopg.errors.CheckViolation):
            history.execute(f"UPDATE ledger_balance SET {change}")


def test_the_posting_functions_are_pinned_to_their_own_house(
    owner: psycopg.Connection[Any], acme: tenancy.Tenant
) -> None:
    rows = owner.execute(
        "SELECT proname, prosecdef, proconfig::text FROM pg_proc WHERE pronamespace = %s::regnamespace"
        " AND prosecdef AND proname LIKE 'ledger%%' ORDER BY 1",
        [acme.schema],
    ).fetchall()

    pinned = f'{{"search_path={acme.schema}, pg_temp"}}'
    doors = ("ledger_barrier", "ledger_move", "ledger_move_batch", "ledger_move_many", "ledger_seal_day")
    assert rows == [(door, True, pinned) for door in doors]


def test_every_table_of_the_ledger_is_read_only_for_the_house_role(
    owner: psycopg.Connection[Any], acme: tenancy.Tenant
) -> None:
    for table in READ_ONLY_TABLES:
        rights = [
            right
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
            if owner.execute("SELECT has_table_privilege(%s, %s, %s)", [acme.role, table, right]).fetchone()
            == (True,)
        ]
        assert rights == ["SELECT"], table
