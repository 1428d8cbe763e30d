"""Accounts that are not there yet are opened by one statement, however many."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

_SQL = Path(__file__).resolve().parent.parent / "sql"


def _replaced(name: str) -> str:
    """In its place, so that who may call it stays as it is."""
    text = (_SQL / f"{name}.sql").read_text(encoding="utf-8")
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0008_bulk_of_its_own")]

    operations: ClassVar = [migrations.RunSQL([_replaced("accounts")], migrations.RunSQL.noop)]
