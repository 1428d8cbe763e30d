"""A mistake is answered by its mirror image, once; nothing is edited."""

import uuid
from collections.abc import Callable

import pytest

from atrium.kernel.errors import NotFound, Refused
from tenants.ledger import selectors, services
from tenants.ledger.refusals import AlreadyReversed, InsufficientFunds
from tenants.ledger.types import Movement, Posted

from .conftest import CLARA, FEES, PSP, deposit, payout, usd

pytestmark = pytest.mark.usefixtures("in_acme")


def settled_deposit() -> Posted:
    return services.post(
        movements=[deposit("50"), Movement(CLARA, FEES, usd("2"), "deposit.fee")], key="dep:1"
    )


def balances() -> dict[str, str]:
    return {
        address: balance.posted.plain() for address, balance in selectors.balances([CLARA, PSP, FEES]).items()
    }


def test_a_reversal_restores_every_balance_and_keeps_both_in_history() -> None:
    done = settled_deposit()
    assert balances() == {CLARA: "48.00", PSP: "-50.00", FEES: "2.00"}

    services.reverse(transaction_id=done.transaction_id, key="rev:1")

    assert balances() == {CLARA: "0.00", PSP: "0.00", FEES: "0.00"}
    kinds = [entry.kind for entry in selectors.entries(CLARA).entries]
    assert kinds == ["deposit.fee.reversed", "deposit.settled.reversed", "deposit.fee", "deposit.settled"]
    assert selectors.verify() == ()


def test_the_same_reversal_again_is_the_first_one() -> None:
    done = settled_deposit()
    first = services.reverse(transaction_id=done.transaction_id, key="rev:1")

    assert services.reverse(transaction_id=done.transaction_id, key="rev:1") == Posted(
        first.transaction_id, True
    )


def test_nothing_is_reversed_twice() -> None:
    done = settled_deposit()
    services.reverse(transaction_id=done.transaction_id, key="rev:1")

    with pytest.raises(AlreadyReversed):
        services.reverse(transaction_id=done.transaction_id, key="rev:2")
    assert balances() == {CLARA: "0.00", PSP: "0.00", FEES: "0.00"}


def test_a_reversal_is_not_reversed() -> None:
    done = settled_deposit()
    back = services.reverse(transaction_id=done.transaction_id, key="rev:1")

    with pytest.raises(Refused):
        services.reverse(transaction_id=back.transaction_id, key="rev:2")


def test_a_reversal_keeps_the_floor(funded: Callable[[str], None]) -> None:
    done = settled_deposit()
    services.post(movements=[payout("40")], key="wd:1")

    with pytest.raises(InsufficientFunds, match=r"Only 8\.00 USD"):
        services.reverse(transaction_id=done.transaction_id, key="rev:1")
    assert balances() == {CLARA: "8.00", PSP: "-10.00", FEES: "2.00"}


def test_a_settled_hold_can_be_reversed_and_an_open_or_voided_one_cannot(
    funded: Callable[[str], None],
) -> None:
    funded("30")
    settled = services.hold(movement=payout("10"), key="wd:1")
    waiting = services.hold(movement=payout("10"), key="wd:2")
    moved = services.settle_hold(hold_id=settled.id)

    services.reverse(transaction_id=moved.transaction_id, key="rev:1")
    with pytest.raises(Refused):
        services.reverse(transaction_id=waiting.id, key="rev:2")
    dropped = services.void_hold(hold_id=waiting.id)
    with pytest.raises(Refused):
        services.reverse(transaction_id=dropped.transaction_id, key="rev:3")

    assert selectors.balance(CLARA).available == usd("30")


def test_what_never_was_cannot_be_reversed() -> None:
    with pytest.raises(NotFound):
        services.reverse(transaction_id=uuid.uuid4(), key="rev:1")
