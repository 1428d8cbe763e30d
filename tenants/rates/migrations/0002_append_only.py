"""A rate that was told stays told. One statement each."""

from typing import ClassVar

from django.db import migrations

_REFUSE = """CREATE FUNCTION rates_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'RT001', MESSAGE = 'a rate that was told is never changed or removed; tell the next one';
END
$$"""


def _refuse(name: str, when: str, scope: str) -> list[str]:
    """ALWAYS, because an ordinary trigger sleeps while session_replication_role is replica."""
    return [
        f"CREATE TRIGGER rates_rate_refuse_{name} BEFORE {when} ON rates_rate "
        f"FOR EACH {scope} EXECUTE FUNCTION rates_refuse_change()",
        f"ALTER TABLE rates_rate ENABLE ALWAYS TRIGGER rates_rate_refuse_{name}",
    ]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rates", "0001_initial")]

    operations: ClassVar = [
        migrations.RunSQL(
            [_REFUSE, *_refuse("rows", "UPDATE OR DELETE", "ROW"), *_refuse("truncate", "TRUNCATE", "STATEMENT")],
            migrations.RunSQL.noop,
        )
    ]
