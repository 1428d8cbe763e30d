"""Both directions: a business row without its movements is found, and a movement whose row does not answer for it."""

import uuid
from typing import Any

import pytest

from atrium.kernel import clock
from tenants.ledger import addresses, selectors, services
from tenants.ledger.types import Discrepancy, Movement
from tenants.rebates.models import Settlement

from .conftest import CLARA, IRIS, deposit, usd

pytestmark = pytest.mark.usefixtures("in_acme")
ACCRUED = addresses.ib_rebates_accrued(7, "USD")


def settlement(**other: Any) -> Settlement:
    facts = {"party_kind": "partner", "party_number": 7, "currency": "USD", "amount_minor": 1000}
    made = Settlement(**{**facts, **other}, due_until=clock.now(), transaction_id=uuid.uuid4())
    made.save(force_insert=True)
    return made


def post(row: Settlement, **other: Any) -> None:
    facts = {"debit": ACCRUED, "credit": IRIS, "money": usd("10"), "kind": "rebates.settled"}
    services.post(movements=[Movement(**{**facts, **other})], key=f"rebates.settled:{row.id}")


def checks(found: tuple[Discrepancy, ...]) -> set[tuple[str, str]]:
    return {(item.check, item.subject) for item in found}


def test_a_row_with_its_movements_is_right() -> None:
    post(settlement())

    assert selectors.verify_rows() == ()


@pytest.mark.parametrize(
    "other", [{"money": usd("9.99")}, {"credit": CLARA}], ids=["another amount", "another wallet"]
)
def test_a_row_whose_movements_say_something_else_is_found(other: dict[str, Any]) -> None:
    row = settlement()
    post(row, **other)

    assert checks(selectors.verify_rows()) == {
        ("a row of rebates_settlement has its movements", str(row.id)),
    }


def test_a_row_without_movements_is_found() -> None:
    row = settlement()

    [item] = selectors.verify_rows()

    assert item == Discrepancy(
        "a row of rebates_settlement has its movements", str(row.id), f"rebates.settled:{row.id}", "nothing"
    )


def test_a_posting_without_its_row_is_found() -> None:
    never_saved = Settlement()
    post(never_saved)

    assert checks(selectors.verify_rows()) == {
        ("a posting has its row of rebates_settlement", f"rebates.settled:{never_saved.id}"),
    }


def test_a_posting_that_no_room_answers_for_is_found() -> None:
    services.post(movements=[deposit("5")], key="by hand")

    assert checks(selectors.verify_rows()) == {("a posting belongs to a room", "by hand")}
