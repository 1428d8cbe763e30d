"""The lists for programs: conditions, masks, views and segments, with the scope of whom the key acts for."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from atrium.kernel import tenancy
from tenants.staff.models import Role
from tests.api.program import Program, program
from tests.portals import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(acme: Any) -> Program:
    with tenancy.entered(acme):
        user = people.staff("Ada", "Administrator")
        people.leads(3)
    return program(acme, user)


def rows(caller: Program, query: str = "") -> Any:
    return caller.get(f"lists/leads/rows?{query}")


def condition(*tests: dict[str, Any]) -> str:
    return "filter=" + quote(json.dumps({"all": tests}))


def test_rows_fit_the_condition_and_hold_the_columns_asked_for(ada: Program) -> None:
    found = rows(ada, condition({"field": "country", "is": "CY"}) + "&columns=country,status&limit=2").json()
    assert [set(row) for row in found["results"]] == [{"id", "name", "country", "status"}] * 2
    assert found["results"][0]["country"] == "CY"
    more = rows(
        ada, condition({"field": "country", "is": "CY"}) + f"&limit=2&cursor={found['next_cursor']}"
    ).json()
    assert len(more["results"]) == 1
    assert more["next_cursor"] == ""


@pytest.mark.parametrize(
    ("query", "field"),
    [("filter={", "filter"), ("limit=0", "limit"), (condition({"field": "planet", "is": "x"}), "all[0]")],
)
def test_what_cannot_be_asked_is_refused_with_its_place(ada: Program, query: str, field: str) -> None:
    answer = rows(ada, query)
    assert answer.status_code == 422
    assert field in json.dumps(answer.json())


def test_a_masked_value_is_masked_and_cannot_be_asked_for(acme: Any) -> None:
    with tenancy.entered(acme):
        user = people.staff("Mia", "Administrator")
        Role.objects.filter(name="Administrator").update(masks={"email": "partly"})
        people.leads(1)
    caller = program(acme, user)
    assert "•" in rows(caller, "columns=email").json()["results"][0]["email"]
    assert rows(caller, condition({"field": "email", "starts": "lead"})).status_code == 422


def test_views_and_segments_are_kept_used_and_deleted(ada: Program) -> None:
    document = {"all": [{"field": "country", "is": "CY"}]}
    view = ada.post("lists/leads/views", {"name": "Cyprus", "document": document, "sort": "-created"})
    assert view.status_code == 201
    assert len(rows(ada, f"view={view.json()['id']}").json()["results"]) == 3
    segment = ada.post("lists/leads/segments", {"name": "Island", "document": document})
    asked = condition({"field": "segment", "is": segment.json()["id"]})
    assert len(rows(ada, asked).json()["results"]) == 3
    assert [one["name"] for one in ada.get("lists/leads/segments").json()] == ["Island"]
    assert ada.delete(f"lists/leads/views/{view.json()['id']}").status_code == 204
    assert ada.get("lists/leads/views").json() == []


def test_a_list_of_another_role_does_not_exist(acme: Any) -> None:
    with tenancy.entered(acme):
        user = people.staff("Finn", "Finance")
    assert rows(program(acme, user)).status_code == 404
