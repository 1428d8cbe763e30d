"""Rows by COPY are rows like any others: in the house one is in, with their JSON, their keys and their audit."""

import uuid
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from atrium.kernel import tenancy
from atrium.kernel.copying import copy_rows
from tenants.activity.models import Entry
from tenants.activity.services import note_many
from tenants.leads.models import Lead
from tenants.leads.services import create_lead


def test_they_lie_in_the_house_one_is_in(db: None, acme: Any, borealis: Any) -> None:
    ids = [uuid.uuid4(), uuid.uuid4()]
    with tenancy.entered(borealis):
        note_many(
            subject_kind="test", subject_ids=ids, verb="v", text="a\tb\n\\N", data={"sum": Decimal("1.50")}
        )
        found = Entry.objects.filter(subject_kind="test").order_by("id")
        assert sorted(entry.subject_id for entry in found) == sorted(ids)
        assert (found[0].text, found[0].data, found[0].key) == ("a\tb\n\\N", {"sum": "1.50"}, "")
    with tenancy.entered(acme):
        assert not Entry.objects.filter(subject_kind="test").exists()


def test_a_copied_row_equals_an_inserted_one(in_acme: Any) -> None:
    lead = create_lead(name="Ña", email="n@example.com", campaign={"utm_source": "x"})
    lead.refresh_from_db()
    twin = Lead.objects.get(id=lead.id)
    twin.id, twin.number, twin.name = uuid.uuid4(), lead.number + 1, "Twin"
    assert copy_rows([twin]) == 1
    again = Lead.objects.get(id=twin.id)
    same = [
        field.attname for field in Lead._meta.concrete_fields if field.name not in {"id", "number", "name"}
    ]
    assert [getattr(again, name) for name in same] == [getattr(lead, name) for name in same]


def test_the_audit_sees_them(in_acme: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE c.relname = 'leads_lead' AND c.relnamespace = current_schema()::regnamespace"
            " AND NOT t.tgisinternal AND (t.tgtype & 4) <> 0"
        )
        assert cursor.fetchone()[0] > 0, "an insert trigger, which COPY fires too"


def test_outside_a_transaction_nobody_would_be_told_who_did_it(
    in_acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.kernel.copying.connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError, match="inside a transaction"):
        copy_rows([Entry(subject_kind="test", subject_id=uuid.uuid4(), verb="v", text="t")])
