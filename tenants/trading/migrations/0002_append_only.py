"""Deals are append-only. ALWAYS, because an ordinary trigger sleeps while session_replication_role is replica."""

from pathlib import Path

from django.db import migrations

_SQL = Path(__file__).resolve().parent.parent / "sql"


def _file(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _trigger(table: str, name: str, events: str, scope: str, function: str) -> list[str]:
    trigger = f"{table}_{name}"
    return [
        f"CREATE TRIGGER {trigger} BEFORE {events} ON {table} FOR EACH {scope} EXECUTE FUNCTION {function}()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}",
    ]


def _append_only(table: str) -> list[str]:
    return [
        *_trigger(table, "refuse_rows", "UPDATE OR DELETE", "ROW", "trading_refuse_change"),
        *_trigger(table, "refuse_truncate", "TRUNCATE", "STATEMENT", "trading_refuse_change"),
    ]


class Migration(migrations.Migration):
    dependencies = [("trading", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                _file("refuse_change"),
                _file("attach_only"),
                *_append_only("trading_dealchange"),
                *_append_only("trading_positionopen"),
                *_trigger("trading_deal", "attach_only", "UPDATE", "ROW", "trading_attach_only"),
                *_trigger("trading_deal", "refuse_rows", "DELETE", "ROW", "trading_refuse_change"),
                *_trigger(
                    "trading_deal", "refuse_truncate", "TRUNCATE", "STATEMENT", "trading_refuse_change"
                ),
            ],
            migrations.RunSQL.noop,
        ),
    ]
