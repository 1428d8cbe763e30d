"""Programs read plans, trials and recalculations, draft plans, and ask about lines; what they may not see does not exist."""

from __future__ import annotations

from typing import Any

from tenants.rebates.models import Dispute, Line, Plan
from tests.api.conftest import Day
from tests.api.program import assert_problem
from tests.rebates.lives import LEVELS, nina

PLAN: dict[str, Any] = {"code": "gold", "name": "Gold", "document": LEVELS}


def test_a_program_drafts_a_plan_and_reads_it(day: Day) -> None:
    program = day.as_(nina().user)
    made = program.post("rebate-plans", PLAN, idem="plan-1")
    assert made.status_code == 201
    assert (made.json()["state"], made.json()["version"]) == ("draft", 1)
    assert program.get(f"rebate-plans/{made.json()['id']}").json()["document"] == LEVELS
    assert "gold" in [row["code"] for row in program.get("rebate-plans").json()["results"]]
    assert Plan.objects.get(code="gold").status == "draft", "a program publishes nothing"


def test_a_plan_that_cannot_be_read_is_refused_and_examined_by_path(day: Day) -> None:
    program = day.as_(nina().user)
    wrong = {**LEVELS, "distribution": {"kind": "levels", "rates": ["5", "x"]}}
    assert program.post("rebate-plans", {**PLAN, "document": wrong}, idem="plan-2").status_code == 422
    found = program.post("rebate-plans/examine", {"document": wrong}).json()
    assert [fault["path"] for fault in found["faults"]] == ["distribution.rates[1]"]
    assert not Plan.objects.filter(code="gold").exists()


def test_a_partner_asks_about_its_own_line_once(day: Day) -> None:
    iris = day.as_(day.iris.user)
    line = Line.objects.filter(partner=day.iris).latest("id")
    asked = iris.post("disputes", {"line_id": line.pk, "text": "I was promised more."}, idem="ask-1")
    assert asked.status_code == 201
    assert iris.get(f"disputes/{asked.json()['id']}").json()["state"] == "open"
    again = iris.post("disputes", {"line_id": line.pk, "text": "I was promised more."}, idem="ask-2")
    assert again.status_code == 409
    assert Dispute.objects.count() == 1


def test_plans_are_no_business_of_partners(day: Day) -> None:
    iris = day.as_(day.iris.user)
    for path in ("rebate-plans", "rebate-what-ifs", "rebate-recalculations"):
        assert_problem(iris.get(path), 404, "not-found")


def test_staff_see_all_questions_and_ask_none(day: Day) -> None:
    program = day.as_(nina().user)
    assert program.get("disputes").json()["results"] == []
    assert_problem(program.post("disputes", {"line_id": 1, "text": "Something is wrong."}), 404, "not-found")
    assert program.get("rebate-what-ifs").json()["results"] == []
    assert program.get("rebate-recalculations").json()["results"] == []
