"""A bulk has a function of its own, and balances are changed in one place. One statement each."""

from pathlib import Path
from typing import ClassVar, Final

from django.db import migrations

_SQL = Path(__file__).resolve().parent.parent / "sql"
_LIST: Final = "uuid[], text[], uuid[], uuid[], text[], text[], text[], bigint[], text[]"
_HEAD: Final = "uuid, text, timestamptz, timestamptz"
_MANY: Final = f"ledger_move_many({_HEAD}, bytea, text[], uuid[], integer[], integer[], text[], bigint[], text[])"
_DOORS: Final = (f"ledger_move_batch({_HEAD}, {_LIST})", _MANY)


def _file(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0007_pockets")]

    operations: ClassVar = [
        migrations.RunSQL(
            [
                # 0004 reads the same files, so on a new database some of these are as they should be.
                f"DROP FUNCTION IF EXISTS ledger_move_batch({_HEAD}, {_LIST}, bytea)",
                f"DROP FUNCTION IF EXISTS ledger_move_batch({_HEAD}, {_LIST})",
                "DROP FUNCTION ledger_apply(text[], bigint[], bigint[], bigint[], bigint[])",
                *(_file(name) for name in ("change_balances", "apply", "move_batch", "move_many")),
                *(
                    "DO $$ BEGIN EXECUTE format("
                    f"'ALTER FUNCTION {door} SET search_path = %I, pg_temp', current_schema()); END $$"
                    for door in _DOORS
                ),
            ],
            migrations.RunSQL.noop,
        )
    ]
