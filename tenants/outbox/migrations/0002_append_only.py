"""Events are append-only. ALWAYS, because an ordinary trigger sleeps while session_replication_role is replica."""

from pathlib import Path

from django.db import migrations

_REFUSE = Path(__file__).resolve().parent.parent / "sql" / "refuse_change.sql"


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                _REFUSE.read_text(encoding="utf-8"),
                "CREATE TRIGGER outbox_event_refuse_rows BEFORE UPDATE OR DELETE ON outbox_event "
                "FOR EACH ROW EXECUTE FUNCTION outbox_refuse_change()",
                "ALTER TABLE outbox_event ENABLE ALWAYS TRIGGER outbox_event_refuse_rows",
                "CREATE TRIGGER outbox_event_refuse_truncate BEFORE TRUNCATE ON outbox_event "
                "FOR EACH STATEMENT EXECUTE FUNCTION outbox_refuse_change()",
                "ALTER TABLE outbox_event ENABLE ALWAYS TRIGGER outbox_event_refuse_truncate",
            ],
            migrations.RunSQL.noop,
        ),
    ]
