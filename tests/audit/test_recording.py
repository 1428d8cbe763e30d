"""Every change of every row is written down, on whatever path, with who did it; secrets never are."""

from typing import Any

import pytest
from django.db import connection, transaction

from atrium.kernel import actor, tenancy
from atrium.kernel.actor import Actor
from tenants.audit.models import Change
from tenants.identity.services import create_user
from tenants.leads.models import Lead
from tenants.messaging.models import Mail
from tenants.numbering.services import next_number
from tenants.staff.models import Desk

from .conftest import as_owner, change_of

SAM = Actor(kind="staff", id="0198aaaa-0000-7000-8000-000000000001", label="Sam Sales", surface="staff", ip="203.0.113.7",
            request_id="r1", reason="asked by phone")  # fmt: skip


@pytest.mark.usefixtures("in_acme")
class TestWhatIsWritten:
    def test_an_insert_is_the_whole_row(self):
        desk = Desk.objects.create(name="Night desk")
        change = change_of("staff_desk", desk.id)
        assert (change.op, change.before) == ("insert", None)
        assert set(change.after) == {field.column for field in Desk._meta.concrete_fields}
        assert change.after["name"] == "Night desk"

    def test_an_update_is_the_changed_columns_alone(self):
        desk = Desk.objects.create(name="Night desk")
        Desk.objects.filter(id=desk.id).update(name="Day desk")
        change = change_of("staff_desk", desk.id)
        assert (change.op, change.before, change.after) == (
            "update",
            {"name": "Night desk"},
            {"name": "Day desk"},
        )

    def test_an_update_that_changes_nothing_is_nothing(self):
        desk = Desk.objects.create(name="Night desk")
        desk.save()
        Desk.objects.filter(id=desk.id).update(name="Night desk")
        assert Change.objects.filter(row_id=str(desk.id)).count() == 1

    def test_a_delete_is_the_whole_row(self):
        desk = Desk.objects.create(name="Night desk")
        key = desk.id
        desk.delete()
        change = change_of("staff_desk", key)
        assert (change.op, change.after) == ("delete", None)
        assert change.before["name"] == "Night desk"

    def test_bulk_and_raw_sql_are_no_way_around(self):
        made = Desk.objects.bulk_create([Desk(name=f"Desk {number}") for number in range(5)])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE staff_desk SET kind = 'support' WHERE name LIKE 'Desk %%'")
            cursor.execute("DELETE FROM staff_desk WHERE name = 'Desk 4'")
        ids = [str(desk.id) for desk in made]
        found = list(Change.objects.filter(row_id__in=ids).values_list("op", flat=True))
        assert sorted(found) == ["delete"] + ["insert"] * 5 + ["update"] * 5

    def test_copy_is_no_way_around(self):
        with connection.cursor() as cursor:
            with cursor.copy("COPY branding_brand (id) FROM STDIN") as copy:
                pass
            assert copy is not None
            cursor.execute("CREATE TEMP TABLE t ON COMMIT DROP AS SELECT * FROM staff_desk LIMIT 0")
            cursor.execute("INSERT INTO staff_desk SELECT * FROM t")
            with cursor.copy("COPY leads_source (id, code, label, is_on) FROM STDIN") as copy:
                copy.write(b"0198aaaa-0000-7000-8000-00000000000a\tfair\tTrade fair\tt\n")
        assert change_of("leads_source", "0198aaaa-0000-7000-8000-00000000000a").after["code"] == "fair"

    def test_secrets_never_get_in(self):
        user = create_user(realm="client", email="c@example.com", name="Clara", password="a secret of hers")
        change = change_of("identity_user", user.id)
        assert change.after["password"] == "changed"
        user.set_password("another secret")
        user.save(update_fields=["password"])
        change = change_of("identity_user", user.id)
        assert (change.before, change.after) == ({"password": "changed"}, {"password": "changed"})

    def test_no_canary_reaches_a_change(self):
        canary = "canary-7f3a9c"
        create_user(realm="client", email="c@example.com", name="Clara", password=canary)
        from tenants.connections.services import create_connection

        create_connection(kind="psp", vendor="stripe", label="Cards", credentials={"secret_key": canary})
        Mail.objects.create(
            to=["x@example.com"],
            sender="s@example.com",
            subject="Hello",
            body=canary,
            html="",
            at="2026-11-22T00:00Z",
        )
        assert not Change.objects.filter(after__icontains=canary).exists()

    def test_a_change_of_derived_columns_alone_is_none(self):
        lead = Lead.objects.create(number=next_number("lead"), name="Lena")
        Lead.objects.filter(id=lead.id).update(score=70)
        assert change_of("leads_lead", lead.id).op == "insert"
        Lead.objects.filter(id=lead.id).update(score=71, phone="+35722000000")
        assert change_of("leads_lead", lead.id).after == {"score": 71, "phone": "+35722000000"}


@pytest.mark.usefixtures("in_acme")
class TestWho:
    def test_the_actor_of_the_transaction(self):
        with actor.acting(SAM):
            desk = Desk.objects.create(name="Night desk")
        assert change_of("staff_desk", desk.id).actor == {
            "kind": "staff", "id": SAM.id, "label": "Sam Sales", "surface": "staff", "ip": "203.0.113.7",
            "request_id": "r1", "reason": "asked by phone", "db": "atrium_app",
        }  # fmt: skip

    def test_the_app_role_can_neither_write_changes_nor_take_them_away(self):
        Desk.objects.create(name="Night desk")
        for statement in ("DELETE FROM audit_change", "UPDATE audit_change SET op = 'x'",
                          "INSERT INTO audit_change (id) VALUES (gen_random_uuid())"):  # fmt: skip
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


@pytest.mark.usefixtures("committed")
class TestOutsideTransactions:
    def test_a_lone_write_tells_its_actor_too(self, acme: Any):
        with tenancy.entered(acme), actor.acting(SAM):
            desk = Desk.objects.create(name="Night desk")
            Desk.objects.filter(id=desk.id).update(name="Day desk")
            said = set(Change.objects.filter(row_id=str(desk.id)).values_list("op", "actor__label"))
        assert said == {("insert", "Sam Sales"), ("update", "Sam Sales")}

    def test_a_lone_write_that_fails_leaves_the_connection_well(self, acme: Any):
        with tenancy.entered(acme), actor.acting(SAM):
            Desk.objects.create(name="Night desk")
            with pytest.raises(Exception, match="unique"):
                Desk.objects.create(name="Night desk")
            assert Desk.objects.filter(name="Night desk").count() == 1

    def test_the_owner_in_psql_is_written_down_as_the_database(self, acme: Any):
        with as_owner(acme) as owner:
            owner.execute("UPDATE branding_brand SET name = 'Changed by hand'")
            owner.commit()
            user = owner.execute("SELECT session_user").fetchone()[0]
        with tenancy.entered(acme):
            change = change_of("branding_brand", 1)
        assert change.actor == {"kind": "database", "label": user, "db": user}

    def test_truncate_writes_every_row_down(self, acme: Any):
        with as_owner(acme) as owner:
            for code in ("fair", "web"):
                owner.execute(
                    "INSERT INTO leads_source (id, code, label, is_on) VALUES (gen_random_uuid(), %s, %s, true)",
                    [code, code],
                )
            before = {row[0] for row in owner.execute("SELECT code FROM leads_source").fetchall()}
            owner.execute("TRUNCATE leads_source")
            owner.commit()
        with tenancy.entered(acme):
            gone = set(Change.objects.filter(op="truncate").values_list("before__code", flat=True))
            assert not Change.objects.filter(op="truncate").exclude(table_name="leads_source").exists()
        assert gone == before
        assert {"fair", "web"} <= gone
