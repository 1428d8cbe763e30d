"""A row as plain facts says of every column what the models say, and asks for nothing that is not shown."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import clock
from atrium.kernel.among import Among
from atrium.kernel.money import Money
from tenants.insight import services as insight
from tenants.leads.models import Lead
from tenants.lists.facts import paths_of
from tenants.lists.registry import definition_of
from tenants.lists.selectors import as_rows, run
from tenants.staff.selectors import member_of
from tests.portals import people

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def ada() -> Any:
    found = member_of(people.staff("Ada", "Administrator"))
    assert found is not None
    return found


def some() -> tuple[Lead, Lead]:
    """A lead, and one who is a client with money, a manager and a desk."""
    people.leads(1)
    lead = Lead.objects.get()
    people.clients(1)
    client = Lead.objects.exclude(id=lead.id).get()
    people.paid_in(client.client, 12_345)
    manager = member_of(people.staff("Sam", "Sales", takes_leads=True))
    assert manager is not None
    Lead.objects.filter(id=client.id).update(
        assigned_to=manager, desk=manager.desk, last_contact_at=clock.now(), score=40
    )
    insight.refresh([lead.id, client.id])
    return lead, Lead.objects.get(id=client.id)


def test_every_column_reads_the_same_from_facts_as_from_models(ada: Any) -> None:
    some()
    for code in ("leads", "clients"):
        definition = definition_of(code)
        models = definition.base(ada).order_by("id")
        facts = as_rows(definition, definition.base(ada).order_by("id"), definition.columns)
        assert [row.pk for row in facts] == [row.pk for row in models]
        for row, model in zip(facts, models, strict=True):
            for column in definition.columns:
                if column.code != "tags":  # read beside the rows, never a field of theirs
                    said, known = column.read(row), column.read(model)
                    assert (said, column.code) == (known if said == known else str(known), column.code)


def test_what_is_not_there_on_the_other_side_is_nothing(ada: Any) -> None:
    lead, client = some()
    rows = {row.pk: row for row in run(definition_of("leads"), ada, columns=["balance", "registered"]).rows}
    read = {column.code: column for column in definition_of("leads").columns}
    assert rows[lead.id].client is None
    assert (read["registered"].read(rows[lead.id]), read["balance"].read(rows[lead.id])) == (False, None)
    assert rows[client.id].client.id == client.client.id
    assert (read["registered"].read(rows[client.id]), read["balance"].read(rows[client.id])) == (
        True,
        Money.of("123.45", "USD"),
    )


def test_what_is_not_shown_is_not_asked_for(ada: Any) -> None:
    some()
    definition = definition_of("clients")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        run(definition, ada, columns=["country"])
    (statement,) = [query["sql"] for query in asked if 'FROM "leads_lead"' in query["sql"]]
    assert '"leads_lead"."country"' in statement
    for silent in ("national_id", "birth_date", "campaign", '"insight_personfigures"."equity"', "phone"):
        assert silent not in statement
    assert not [query for query in asked if "work_tagged" in query["sql"] or "identity_user" in query["sql"]]


def test_a_groups_key_stands_first_and_groups_stand_together() -> None:
    definition = definition_of("clients")
    paths = paths_of(definition, definition.columns, ["figures__name_key"])
    heads = [path.partition("__")[0] for path in paths if "__" in path]
    assert next(path for path in paths if path.startswith("figures__")) == "figures__lead_id"
    assert next(path for path in paths if path.startswith("client__")) == "client__id"
    assert heads == sorted(heads, key=list(dict.fromkeys(heads)).index)


def test_among_very_many_is_one_value_of_the_statement() -> None:
    people.leads(3)
    known = list(Lead.objects.order_by("number"))
    wanted = [known[0].email, known[2].email, "nobody@example.com"]
    with CaptureQueriesContext(connection) as asked:
        assert set(Lead.objects.filter(Among("email", wanted))) == {known[0], known[2]}
        assert list(Lead.objects.filter(Among("id", [known[1].id, uuid.uuid4()]))) == [known[1]]
        assert list(Lead.objects.filter(Among("email", []))) == []
        assert list(Lead.objects.filter(Among("id", []))) == []
    assert all("ANY(" in query["sql"] for query in asked)
