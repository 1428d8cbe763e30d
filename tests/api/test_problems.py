"""Every error is a problem of RFC 9457 that says what is wrong and where, whatever went wrong."""

import pytest
from django.test import Client

from atrium.kernel.ids import new_id
from tests.api.conftest import Day
from tests.api.program import Program, assert_problem


@pytest.fixture
def iris(day: Day) -> Program:
    return day.as_(day.iris.user)


@pytest.mark.parametrize(
    "path", ["nothing", "clients/", "clients/5", "deals/x", "rebates/-1", "", "clients/../deals"]
)
@pytest.mark.parametrize("surface", ["api", "staff", "client", "ib"])
def test_an_address_that_is_none(day: Day, surface: str, path: str) -> None:
    assert_problem(Program(day.tenant, surface=surface).get(path), 404)


def test_a_method_that_is_none(iris: Program) -> None:
    answer = iris.delete("payouts")

    assert "DELETE" in assert_problem(answer, 405)["detail"]
    assert "POST" in answer.headers["Allow"]
    assert_problem(iris.browser.options("/v1/payouts", headers={"Authorization": f"Bearer {iris.key}"}), 405)


def test_a_body_that_is_not_json(iris: Program) -> None:
    answer = iris.browser.post(
        "/v1/payouts",
        data="{",
        content_type="application/json",
        headers={"Authorization": f"Bearer {iris.key}"},
    )
    assert_problem(answer, 400)


def test_a_body_in_another_language(iris: Program) -> None:
    answer = iris.browser.post(
        "/v1/payouts", data="<a/>", content_type="text/xml", headers={"Authorization": f"Bearer {iris.key}"}
    )
    assert_problem(answer, 415)


@pytest.mark.parametrize(
    ("money", "pointer"),
    [
        (None, "#/money"),
        ("30.00 USD", "#/money"),
        ({"amount": "30.00"}, "#/money"),
        ({"amount": 30.0, "currency": "USD"}, "#/money/amount"),
        ({"amount": "30.001", "currency": "USD"}, "#/money/amount"),
        ({"amount": "1e9", "currency": "USD"}, "#/money/amount"),
        ({"amount": "NaN", "currency": "USD"}, "#/money/amount"),
        ({"amount": "30", "currency": "usd"}, "#/money/amount"),
        ({"amount": "30", "currency": 840}, "#/money/currency"),
        ({"amount": "30", "currency": "USD", "tip": "1"}, "#/money"),
    ],
)
def test_each_fault_of_a_body_has_its_pointer(iris: Program, money: object, pointer: str) -> None:
    problem = assert_problem(iris.post("payouts", {"money": money}, idem="p"), 422, "invalid-request")

    assert [error["pointer"] for error in problem["errors"]] == [pointer, "#/destination"]


def test_a_rule_that_says_no_names_the_field(iris: Program) -> None:
    body = {"money": {"amount": "1.00", "currency": "EUR"}, "destination": "acct_1"}

    problem = assert_problem(iris.post("payouts", body, idem="p"), 422, "refused")
    assert problem["errors"][0]["pointer"].startswith("#/")
    assert problem["errors"][0]["detail"] == problem["detail"]


@pytest.mark.parametrize("query", ["cursor=x", "cursor=cD1ub3RhdGltZQ%3D%3D"])
def test_a_cursor_from_elsewhere(iris: Program, query: str) -> None:
    assert iris.get(f"payouts?{query}").status_code in (400, 422)
    assert iris.get(f"payouts?{query}").headers["Content-Type"] == "application/problem+json"


def test_too_often(iris: Program, day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.resource import PerPrincipal

    monkeypatch.setattr(PerPrincipal, "rate", "3/min", raising=False)
    answers = [iris.get("payouts") for _ in range(4)]

    assert [answer.status_code for answer in answers[:3]] == [200] * 3
    assert_problem(answers[3], 429)
    assert 0 < int(answers[3].headers["Retry-After"]) <= 61
    assert day.as_(day.fay).get("payouts").status_code == 200  # somebody else's allowance is their own


def test_what_nobody_expected_is_logged_and_its_words_are_kept_from_the_caller(
    iris: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def burst(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("api.v1.payouts.visible", burst)
    problem = assert_problem(iris.get("payouts"), 500)

    assert "secret" not in str(problem)
    assert "secret of the house" in caplog.text


def test_a_suspended_broker_answers_programs_in_their_language(day: Day) -> None:
    from atrium.brokers import selectors, services

    iris = day.as_(day.iris.user)
    services.suspend(day.tenant.broker_id, reason="Unpaid.")
    selectors.forget_houses()  # as the commit would

    for program in (iris, Program(day.tenant, iris.key, surface="ib")):
        answer = program.get("payouts")
        assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
        assert answer.json()["detail"] == "Unpaid."


def test_an_unknown_host_is_a_plain_404() -> None:
    answer = Client(headers={"host": "api.nobody.localhost"}).get(f"/v1/clients/{new_id()}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain")
