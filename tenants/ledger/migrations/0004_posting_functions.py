"""The posting functions as they are now: partial settlements, locked periods, parts of a bulk. One statement each."""

from pathlib import Path
from typing import ClassVar, Final

from django.db import migrations

_SQL = Path(__file__).resolve().parent.parent / "sql"
_FUNCTIONS: Final = (
    "accounts", "check_period", "check_sources", "apply", "replayed", "move_batch", "move", "barrier",
)  # fmt: skip
_LIST: Final = "uuid[], text[], uuid[], uuid[], text[], text[], text[], bigint[], text[]"
_ONE: Final = "uuid, text, uuid, uuid, text, text, text, bigint, text"
_HEAD: Final = "uuid, text, timestamptz, timestamptz"
_DOORS: Final = (
    f"ledger_move_batch({_HEAD}, {_LIST})",
    f"ledger_move({_HEAD}, {_ONE})",
    "ledger_barrier()",
)
_GONE: Final = (
    f"ledger_move({_HEAD}, {_ONE})",
    f"ledger_move_batch({_HEAD}, {_LIST})",
    "ledger_apply(text[], bigint[], bigint[], bigint[])",
    "ledger_check_sources(text[], uuid[], uuid[], bigint[], bigint[], text[], bigint[])",
    "ledger_replayed(text, bytea)",
    "ledger_accounts(text[])",
)


def _file(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _pin(door: str) -> str:
    """The broker's schema, and temporary tables last: a caller's own table must not stand in for the ledger's."""
    return (
        "DO $$ BEGIN EXECUTE format("
        f"'ALTER FUNCTION {door} SET search_path = %I, pg_temp', current_schema()); END $$"
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0003_partial_settlement_and_periods")]

    operations: ClassVar = [
        migrations.RunSQL(
            [
                *(f"DROP FUNCTION {function}" for function in _GONE),
                "DROP VIEW ledger_entry",
                _file("entries"),
                *(_file(name) for name in _FUNCTIONS),
                *(_pin(door) for door in _DOORS),
            ],
            migrations.RunSQL.noop,
        )
    ]
