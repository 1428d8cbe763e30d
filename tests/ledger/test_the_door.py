"""The posting functions themselves, asked past our services: they take nothing that is not what it says it is."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from atrium.kernel import clock
from tenants.ledger import selectors, services

from .conftest import CLARA, FEES, PSP, deposit, payout

pytestmark = pytest.mark.usefixtures("in_acme")


def move(**facts: Any) -> None:
    """`ledger_move` with a payout of 10.00 from Clara, unless `facts` say otherwise."""
    whole: dict[str, Any] = {
        "transaction": uuid.uuid4(), "key": "direct:1", "effective_at": None, "created_at": clock.now(), "id": uuid.uuid4(),
        "phase": "posted", "of_hold": None, "reverses": None, "debit": CLARA, "credit": PSP, "currency": "USD",
        "amount": 1000, "kind": "payout.paid",
    } | facts  # fmt: skip
    named = ", ".join(f"p_{name} => %s" for name in whole)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ledger_move({named})", list(whole.values()))


def refused(**facts: Any) -> str:
    before = selectors.trial_balance()
    with pytest.raises(DatabaseError) as error:
        move(**facts)
    assert selectors.trial_balance() == before
    return str(error.value.__cause__.sqlstate)  # type: ignore[union-attr]


def test_a_single_movement_goes_through_the_same_door() -> None:
    services.post(movements=[deposit("10")], key="dep:1")
    move()

    assert selectors.balance(CLARA).posted.plain() == "0.00"
    assert refused(key="direct:2") == "LG001"
    assert selectors.verify() == ()


@pytest.mark.parametrize(
    "other",
    [{"amount": 1001}, {"credit": FEES}, {"debit": FEES}, {"debit": PSP, "credit": CLARA}],
)
@pytest.mark.parametrize("phase", ["post", "void"])
def test_a_decision_repeats_its_hold_exactly(phase: str, other: dict[str, Any]) -> None:
    services.post(movements=[deposit("50")], key="dep:1")
    hold = services.hold(movement=payout("10"), key="wd:1")

    assert refused(phase=phase, of_hold=hold.id, **other) == "LG007"
    assert selectors.hold(hold.id).state == "held"


@pytest.mark.parametrize(
    "other", [{"amount": 1001}, {"debit": FEES}, {"debit": PSP, "credit": CLARA}, {"phase": "hold"}], ids=str
)
def test_a_reversal_is_the_mirror_image_exactly(other: dict[str, Any]) -> None:
    done = services.post(movements=[deposit("10")], key="dep:1")

    assert refused(reverses=done.transaction_id, **other) == "LG007"
    move(reverses=done.transaction_id)
    assert selectors.verify() == ()


def test_what_is_decided_or_reversed_must_be_there_and_be_of_the_kind() -> None:
    done = services.post(movements=[deposit("50")], key="dep:1")
    hold = services.hold(movement=payout("10"), key="wd:1")

    assert refused(phase="post", of_hold=uuid.uuid4()) == "LG004"
    assert refused(phase="post", of_hold=done.transaction_id) == "LG004"
    assert refused(reverses=uuid.uuid4()) == "LG006"
    assert refused(reverses=hold.id) == "LG006"


@pytest.mark.parametrize(
    ("other", "state"),
    [
        ({"currency": "EUR"}, "23503"),
        ({"amount": 0}, "23514"),
        ({"amount": -5}, "23514"),
        ({"amount": None}, "23502"),
        ({"credit": CLARA}, "23514"),
        ({"credit": "nowhere"}, "23514"),
        ({"credit": "client:042:wallet:USD"}, "23514"),
        ({"phase": "gift"}, "23514"),
        ({"phase": "post"}, "23514"),
        ({"of_hold": None, "phase": "void"}, "23514"),
        ({"key": None}, "23502"),
    ],
    ids=str,
)
def test_a_movement_that_makes_no_sense_is_not_written(other: dict[str, Any], state: str) -> None:
    services.post(movements=[deposit("50")], key="dep:1")

    assert refused(**other) == state


@pytest.mark.parametrize("legs", [0, 2])
def test_legs_must_be_complete(legs: int) -> None:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM ledger_move_batch(%s, 'k', NULL, now(), %s::uuid[], '{posted}', '{NULL}', '{NULL}', %s, %s,"
            " '{USD}', '{1}', '{gift}')",
            [uuid.uuid4(), [uuid.uuid4() for _ in range(legs)], [PSP], [CLARA]],
        )
    assert error.value.__cause__.sqlstate == "LG007"  # type: ignore[union-attr]
