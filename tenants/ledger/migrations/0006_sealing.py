"""What seals a day, and the triggers that keep it. One statement each."""

from pathlib import Path
from typing import ClassVar, Final

from django.db import migrations

_SQL = Path(__file__).resolve().parent.parent / "sql"
_FUNCTIONS: Final = ("hashes", "balances_hash", "day_hash", "seal_day")
_DOOR: Final = "ledger_seal_day(date, bigint, timestamptz)"


def _file(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _refuse(table: str) -> list[str]:
    """ALWAYS, because an ordinary trigger sleeps while session_replication_role is replica."""
    statements = []
    for name, when, scope in (("rows", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        trigger = f"{table}_refuse_{name}"
        statements += [
            f"CREATE TRIGGER {trigger} BEFORE {when} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION ledger_refuse_change()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}",
        ]
    return statements


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0005_days")]

    operations: ClassVar = [
        migrations.RunSQL(
            [
                "DROP VIEW ledger_entry",
                _file("entries"),
                *_refuse("ledger_day"),
                *_refuse("ledger_daybalance"),
                *(_file(name) for name in _FUNCTIONS),
                "DO $$ BEGIN EXECUTE format("
                f"'ALTER FUNCTION {_DOOR} SET search_path = %I, pg_temp', current_schema()); END $$",
            ],
            migrations.RunSQL.noop,
        )
    ]
