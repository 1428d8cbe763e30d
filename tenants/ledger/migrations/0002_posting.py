"""What Django's models cannot say: composite keys, append-only triggers, the posting functions. One statement each."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).resolve().parent.parent / "sql" / "first"  # as they were; what holds now is above
_FUNCTIONS = ("accounts", "check_sources", "apply", "replayed", "move_batch", "move")
_LIST = "uuid[], text[], uuid[], uuid[], text[], text[], text[], bigint[], text[]"
_ONE = "uuid, text, uuid, uuid, text, text, text, bigint, text"
_DOORS = (
    f"ledger_move_batch(uuid, text, timestamptz, timestamptz, {_LIST})",
    f"ledger_move(uuid, text, timestamptz, timestamptz, {_ONE})",
)


def _file(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _composite_key(side: str) -> str:
    """An account takes movements of its own currency only."""
    return (
        f"ALTER TABLE ledger_movement ADD CONSTRAINT ledger_movement_{side} "
        f"FOREIGN KEY ({side}_id, currency) REFERENCES ledger_account (id, currency) DEFERRABLE INITIALLY IMMEDIATE"
    )


def _refuse(table: str, events: str) -> list[str]:
    """ALWAYS, because an ordinary trigger sleeps while session_replication_role is replica."""
    statements = []
    for name, when, scope in (("rows", events, "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        trigger = f"{table}_refuse_{name}"
        statements += [
            f"CREATE TRIGGER {trigger} BEFORE {when} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION ledger_refuse_change()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}",
        ]
    return statements


def _pin(door: str) -> str:
    """The broker's schema, and temporary tables last: a caller's own table must not stand in for the ledger's."""
    return (
        "DO $$ BEGIN EXECUTE format("
        f"'ALTER FUNCTION {door} SET search_path = %I, pg_temp', current_schema()); END $$"
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                "ALTER TABLE ledger_balance SET (fillfactor = 50)",
                _composite_key("debit"),
                _composite_key("credit"),
                _file("refuse_change"),
                *_refuse("ledger_account", "UPDATE OR DELETE"),
                *_refuse("ledger_movement", "UPDATE OR DELETE"),
                *_refuse("ledger_balance", "DELETE"),
                _file("entries"),
                *(_file(name) for name in _FUNCTIONS),
                *(_pin(door) for door in _DOORS),
            ],
            migrations.RunSQL.noop,
        ),
    ]
