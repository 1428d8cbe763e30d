"""Evidence is only ever added. One statement each."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).resolve().parent.parent / "sql"


def _refuse(table: str) -> list[str]:
    """ALWAYS, because an ordinary trigger sleeps while session_replication_role is replica."""
    statements = []
    for name, when, scope in (("rows", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        statements += [
            f"CREATE TRIGGER {table}_refuse_{name} BEFORE {when} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION abuse_refuse_change()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_refuse_{name}",
        ]
    return statements


class Migration(migrations.Migration):
    dependencies = [("abuse", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [(_SQL / "refuse_change.sql").read_text(encoding="utf-8"), *_refuse("abuse_evidence")],
            migrations.RunSQL.noop,
        ),
    ]
