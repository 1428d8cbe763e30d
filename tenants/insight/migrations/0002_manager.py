"""Whose a person is stands in the figures too, kept there by the database, at the end of every order. One statement each."""

from pathlib import Path

from django.db import migrations, models
from django.db.models import F, Index, OrderBy

_SQL = Path(__file__).resolve().parent.parent / "sql"
_FALLING = ("deposits", "balance", "equity", "lots", "kyc_level", "accounts")
_NULLS_LAST = ("first_deposit_at", "last_deal_at", "last_login_at", "next_task_at")


def _file(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def _pin(signature: str) -> str:
    """The broker's schema, and temporary tables last: a caller's own table must not stand in for ours."""
    return (
        "DO $$ BEGIN EXECUTE format("
        f"'ALTER FUNCTION {signature} SET search_path = %I, pg_temp', current_schema()); END $$"
    )


def _name(field: str) -> str:
    return f"insight_person_{field[:14]}"


def _indexes() -> list[Index]:
    return [
        Index(fields=["name_key", "lead", "manager_id"], name="insight_person_name"),
        *(Index(fields=[f"-{field}", "-lead", "manager_id"], name=_name(field)) for field in _FALLING),
        *(
            Index(
                OrderBy(F(field), descending=True, nulls_last=True),
                OrderBy(F("lead"), descending=True),
                F("manager_id"),
                name=_name(field),
            )
            for field in _NULLS_LAST
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial")]

    operations = [
        migrations.AddField("personfigures", "manager_id", models.UUIDField(null=True)),
        *(migrations.RemoveIndex("personfigures", index.name) for index in _indexes()),
        migrations.RunSQL(
            [
                _file("follow_manager"),
                _file("take_manager"),
                _pin("insight_follow_manager()"),
                _pin("insight_take_manager()"),
                "CREATE TRIGGER insight_follow_manager AFTER UPDATE OF assigned_to_id ON leads_lead FOR EACH ROW "
                "WHEN (OLD.assigned_to_id IS DISTINCT FROM NEW.assigned_to_id) EXECUTE FUNCTION insight_follow_manager()",
                "ALTER TABLE leads_lead ENABLE ALWAYS TRIGGER insight_follow_manager",
                "CREATE TRIGGER insight_take_manager AFTER INSERT ON insight_personfigures REFERENCING NEW TABLE AS added "
                "FOR EACH STATEMENT EXECUTE FUNCTION insight_take_manager()",
                "ALTER TABLE insight_personfigures ENABLE ALWAYS TRIGGER insight_take_manager",
                "UPDATE insight_personfigures kept SET manager_id = lead.assigned_to_id FROM leads_lead lead "
                "WHERE lead.id = kept.lead_id AND lead.assigned_to_id IS NOT NULL",
            ],
            migrations.RunSQL.noop,
        ),
        *(migrations.AddIndex("personfigures", index) for index in _indexes()),
    ]
