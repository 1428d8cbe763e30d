"""Which tables are audited: every one that is not named here. A new table is audited unless somebody adds it to this list."""

import re
from typing import Any

import pytest
from django.db import connection

from tenants.audit import declarations, triggers

from .conftest import as_owner

# Their own record: rows are added and never changed.
APPEND_ONLY = {
    "activity_entry", "audit_block", "audit_entry", "ibs_click", "ibs_referral", "identity_login",
    "inbox_message", "jobs_outcome", "leads_statuschange", "ledger_account", "ledger_movement",
    "outbox_event", "payments_finding", "rates_rate", "rebates_line", "rebates_posting", "rebates_settlement",
    "abuse_evidence", "rebates_invoice", "rebates_invoiceitem",
    "trading_deal", "trading_dealchange",
}  # fmt: skip
# Made from other tables, or of no meaning of their own.
DERIVED = {
    "apikeys_storedanswer", "audit_change", "audit_check", "audit_head", "audit_personkey", "django_migrations",
    "django_session", "insight_personfigures", "jobs_progress", "jobs_selection", "ledger_balance",
    "ledger_daybalance", "notifications_mailing",
    "notifications_notification", "numbering_series", "outbox_delivery", "rebates_accrual", "rebates_waiting",
    "rebates_cell", "rebates_computation", "rebates_difference", "rebates_late", "rebates_running",
    "rebates_shadowcourse", "rebates_shadowline",
    "search_entry",
    "trading_dailyequity", "trading_positionopen",
}  # fmt: skip
# Columns that look like a person's and are not: names of things, words of the broker's own.
NO_PERSONS = {
    "apikeys_apikey.label", "approvals_approval.title", "branding_brand.name", "branding_brand.support_email",
    "staff_desk.name", "staff_role.name",
}  # fmt: skip
_PERSONAL = re.compile(r"(^|_)(name|email|phone|address|birth|document|note|text|body|passport|national)")


@pytest.mark.usefixtures("in_acme")
class TestTables:
    def test_every_table_but_the_named_has_both_triggers_always_on(self, acme: Any):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.relname, array_agg(t.tgname::text || t.tgenabled::text) FILTER (WHERE t.tgname LIKE 'audit\\_%%') "
                "FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid "
                "WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' GROUP BY 1",
                [acme.schema],
            )
            found = {table: set(names or ()) for table, names in cursor.fetchall()}
        both = {"audit_rowsA", "audit_truncateA"}
        unaudited = {table for table, names in found.items() if not both <= names}
        assert unaudited == (APPEND_ONLY | DERIVED) & set(found)
        assert not [t for t in unaudited if {"audit_rowsA"} & found[t]]
        assert len(found) - len(unaudited) > 40

    def test_the_rooms_say_what_is_listed_here(self):
        assert declarations.unaudited_tables() == APPEND_ONLY | DERIVED

    def test_declared_columns_are_there(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT table_name || '.' || column_name FROM information_schema.columns")
            there = {row[0] for row in cursor.fetchall()}
        named = {f"{t}.{c}" for t, p in declarations.personal_columns().items() for c in p.columns}
        for declared in (
            declarations.secret_columns(),
            declarations.person_links(),
            declarations.derived_columns(),
        ):
            named |= {f"{t}.{c}" for t, columns in declared.items() for c in columns}
        assert named - there == set()


def test_attaching_again_changes_nothing(committed: None, acme: Any):
    def oids(owner: Any) -> set[Any]:
        rows = owner.execute("SELECT oid FROM pg_trigger WHERE tgname LIKE 'audit%'").fetchall()
        return set(rows)

    with as_owner(acme) as owner:
        before = oids(owner)
        triggers.attach(owner, acme.schema)
        assert oids(owner) == before
        owner.rollback()


def test_a_table_that_is_new_is_audited_and_one_without_key_refused(committed: None, acme: Any):
    with as_owner(acme) as owner:
        owner.execute("CREATE TABLE brand_new (id uuid PRIMARY KEY, said text)")
        triggers.attach(owner, acme.schema)
        owner.execute("INSERT INTO brand_new VALUES (gen_random_uuid(), 'hello')")
        said = owner.execute(
            "SELECT after ->> 'said' FROM audit_change WHERE table_name = 'brand_new'"
        ).fetchall()
        assert said == [("hello",)]
        owner.execute("CREATE TABLE keyless (said text)")
        with pytest.raises(RuntimeError, match="keyless has no primary key"):
            triggers.attach(owner, acme.schema)
        owner.rollback()
