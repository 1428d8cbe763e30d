"""Lines, postings and settlements are only ever added; a published plan keeps its document. One statement each."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).resolve().parent.parent / "sql"


def _file(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _refuse(table: str) -> list[str]:
    """ALWAYS, because an ordinary trigger sleeps while session_replication_role is replica."""
    statements = []
    for name, when, scope in (("rows", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        statements += [
            f"CREATE TRIGGER {table}_refuse_{name} BEFORE {when} ON {table} "
            f"FOR EACH {scope} EXECUTE FUNCTION rebates_refuse_change()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_refuse_{name}",
        ]
    return statements


class Migration(migrations.Migration):
    dependencies = [("rebates", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                _file("refuse_change"),
                _file("freeze_plan"),
                *_refuse("rebates_line"),
                *_refuse("rebates_posting"),
                *_refuse("rebates_settlement"),
                "CREATE TRIGGER rebates_plan_freeze BEFORE UPDATE OR DELETE ON rebates_plan "
                "FOR EACH ROW EXECUTE FUNCTION rebates_freeze_plan()",
                "ALTER TABLE rebates_plan ENABLE ALWAYS TRIGGER rebates_plan_freeze",
            ],
            migrations.RunSQL.noop,
        ),
    ]
