"""The functions that record, seal and erase, and the triggers that let nobody change what is sealed. One statement each."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).resolve().parent.parent / "sql"
_FUNCTIONS = {
    "record": "audit_record()",
    "record_truncate": "audit_record_truncate()",
    "seal": "audit_seal(uuid, bigint, bytea, timestamptz, uuid[], text[], int[])",
    "add_keys": "audit_add_keys(uuid[], int, bytea[], timestamptz)",
    "destroy_keys": "audit_destroy_keys(uuid, uuid[], timestamptz, text)",
}


def _file(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _refuse(table: str) -> list[str]:
    """ALWAYS, because an ordinary trigger sleeps while session_replication_role is replica."""
    statements = []
    for name, when, scope in (("rows", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        trigger = f"{table}_refuse_{name}"
        statements += [
            f"CREATE TRIGGER {trigger} BEFORE {when} ON {table} FOR EACH {scope} EXECUTE FUNCTION audit_refuse_change()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}",
        ]
    return statements


def _pin(signature: str) -> str:
    """The broker's schema, and temporary tables last: a caller's own table must not stand in for the audit's."""
    return (
        "DO $$ BEGIN EXECUTE format("
        f"'ALTER FUNCTION {signature} SET search_path = %I, pg_temp', current_schema()); END $$"
    )


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                _file("refuse_change"),
                *_refuse("audit_entry"),
                *_refuse("audit_block"),
                *(_file(name) for name in _FUNCTIONS),
                *(_pin(signature) for signature in _FUNCTIONS.values()),
            ],
            migrations.RunSQL.noop,
        ),
    ]
