"""A request that moves money is done once, however often it is sent."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from atrium.kernel import clock, tenancy
from tenants.apikeys.models import StoredAnswer
from tenants.payments.models import Withdrawal
from tests.api.conftest import Day
from tests.api.program import Program, assert_problem, program

BODY = {"money": {"amount": "30.00", "currency": "USD"}, "destination": "acct_Iris"}


@pytest.fixture
def iris(day: Day) -> Program:
    return day.as_(day.iris.user)


def other(**changes: Any) -> dict[str, Any]:
    return {**BODY, **changes}


def test_a_request_without_a_key_moves_nothing(iris: Program) -> None:
    assert_problem(iris.post("payouts", BODY), 400, "missing-idempotency-key")
    assert Withdrawal.objects.count() == 0


@pytest.mark.parametrize("key", ["k" * 201, "ké"])
def test_a_key_that_is_none_is_refused(iris: Program, key: str) -> None:
    answer = iris.browser.post(
        "/v1/payouts", data=BODY, content_type="application/json",
        headers={"Authorization": f"Bearer {iris.key}", "Idempotency-Key": key},
    )  # fmt: skip
    assert answer.status_code == 422


def test_a_repetition_gets_the_first_answer_word_for_word(iris: Program) -> None:
    first = iris.post("payouts", BODY, idem="p-1")
    again = iris.post("payouts", BODY, idem="p-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert Withdrawal.objects.count() == 1


def test_quoted_and_bare_keys_are_the_same(iris: Program) -> None:
    assert iris.post("payouts", BODY, idem='"p-1"').json() == iris.post("payouts", BODY, idem="p-1").json()


def test_the_same_key_with_another_body_is_refused_and_the_first_stands(iris: Program) -> None:
    iris.post("payouts", BODY, idem="p-1")

    for body in (other(destination="acct_Eve"), other(money={"amount": "31.00", "currency": "USD"})):
        assert_problem(iris.post("payouts", body, idem="p-1"), 422, "invalid-input")
    assert [row.destination for row in Withdrawal.objects.all()] == ["acct_Iris"]


def test_the_order_of_fields_is_no_other_body(iris: Program) -> None:
    iris.post("payouts", BODY, idem="p-1")

    assert iris.post("payouts", dict(reversed(BODY.items())), idem="p-1").status_code == 201


def test_a_refusal_is_not_remembered(iris: Program) -> None:
    too_much = other(money={"amount": "9000.00", "currency": "USD"})

    assert_problem(iris.post("payouts", too_much, idem="p-1"), 422, "insufficient-funds")
    assert StoredAnswer.objects.count() == 0
    assert iris.post("payouts", BODY, idem="p-1").status_code == 201


def test_two_programs_may_use_the_same_word(day: Day) -> None:
    body = other(partner_id=str(day.iris.id))

    made = {day.as_(user).post("payouts", body, idem="p-1").json()["id"] for user in (day.fay, day.finn)}
    assert len(made) == Withdrawal.objects.count() == 2


def test_while_the_first_is_being_worked_on_the_second_waits(iris: Program) -> None:
    iris.post("payouts", BODY, idem="p-1")
    StoredAnswer.objects.update(status=None, body=None, started_at=clock.now())

    assert_problem(iris.post("payouts", BODY, idem="p-1"), 409, "conflict")


def test_a_first_that_died_before_answering_is_done_again_with_the_same_effect(iris: Program) -> None:
    first = iris.post("payouts", BODY, idem="p-1")
    StoredAnswer.objects.update(status=None, body=None, started_at=clock.now() - timedelta(minutes=2))

    again = iris.post("payouts", BODY, idem="p-1")

    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert Withdrawal.objects.count() == 1


@pytest.fixture
def committed_day(committed: None, acme: tenancy.Tenant) -> Program:
    from atrium.kernel.money import Money
    from tenants.connections.services import create_connection
    from tests.payments import shop

    with tenancy.entered(acme):
        iris = shop.iris()
        shop.place_of(iris, "acct_Iris")
        shop.give(iris, Money(10_000, "USD"))
        credentials = {
            "secret_key": "sk_test_x",
            "base_url": "http://127.0.0.1:9",
            "webhook_secret": "whsec_x",
        }
        create_connection(kind="psp", vendor="stripe", label="Cards", credentials=credentials)
    return program(acme, iris.user)


def test_many_at_once_are_one_payout(committed_day: Program, acme: tenancy.Tenant) -> None:
    """The others are told to wait or get the same answer: never a second payout, never an error of ours."""
    start = threading.Barrier(8)

    def ask(_: int) -> tuple[int, str]:
        mine = Program(acme, committed_day.key)
        start.wait(timeout=30)
        try:
            answer = mine.post("payouts", BODY, idem="p-1")
            return answer.status_code, answer.json().get("id", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))

    with tenancy.entered(acme):
        payout = Withdrawal.objects.get()
    assert {made for status, made in answers if status == 201} == {str(payout.id)}
    assert set(Counter(status for status, _ in answers)) <= {201, 409}


def test_many_different_keys_pay_out_what_there_is(committed_day: Program, acme: tenancy.Tenant) -> None:
    start = threading.Barrier(8)

    def ask(number: int) -> int:
        mine = Program(acme, committed_day.key)
        start.wait(timeout=30)
        try:
            return int(mine.post("payouts", BODY, idem=f"p-{number}").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(ask, range(8))) == {201: 3, 422: 5}  # 100.00 holds three times 30.00
