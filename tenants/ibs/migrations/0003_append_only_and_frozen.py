"""Clicks and referrals are only ever added; a published agreement keeps its words. One statement each."""

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
            f"FOR EACH {scope} EXECUTE FUNCTION ibs_refuse_change()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_refuse_{name}",
        ]
    return statements


class Migration(migrations.Migration):
    dependencies = [("ibs", "0002_programmes_links_and_client_rebates")]

    operations = [
        migrations.RunSQL(
            [
                _file("refuse_change"),
                _file("freeze_agreement"),
                *_refuse("ibs_click"),
                *_refuse("ibs_referral"),
                "CREATE TRIGGER ibs_agreement_freeze BEFORE UPDATE OR DELETE ON ibs_agreement "
                "FOR EACH ROW EXECUTE FUNCTION ibs_freeze_agreement()",
                "ALTER TABLE ibs_agreement ENABLE ALWAYS TRIGGER ibs_agreement_freeze",
            ],
            migrations.RunSQL.noop,
        ),
    ]
