"""Money that is promised is still there and no longer available, and the promise is kept or dropped once."""

import uuid
from collections.abc import Callable

import pytest

from atrium.kernel.errors import NotFound, Refused
from tenants.ledger import selectors, services
from tenants.ledger.refusals import HoldDecided, InsufficientFunds, KeyReused
from tenants.ledger.types import Hold, Posted

from .conftest import CLARA, IRIS, PSP, deposit, payout, usd


@pytest.fixture(autouse=True)
def _hundred(funded: Callable[[str], None]) -> None:
    funded("100")


def held(amount: str = "60") -> Hold:
    return services.hold(movement=payout(amount), key="wd:1:hold")


def figures(address: str = CLARA) -> tuple[str, str, str]:
    balance = selectors.balance(address)
    return balance.posted.plain(), balance.held.plain(), balance.available.plain()


def test_a_hold_reserves_and_moves_nothing() -> None:
    hold = held()

    assert (hold.state, hold.movement) == ("held", payout("60"))
    assert figures() == ("100.00", "60.00", "40.00")
    assert figures(PSP) == ("-100.00", "0.00", "-100.00")


def test_held_money_cannot_be_spent_or_held_again() -> None:
    held()

    with pytest.raises(InsufficientFunds, match=r"Only 40\.00 USD"):
        services.post(movements=[payout("40.01")], key="wd:2")
    with pytest.raises(InsufficientFunds, match=r"Only 40\.00 USD"):
        services.hold(movement=payout("40.01"), key="wd:2:hold")
    assert figures() == ("100.00", "60.00", "40.00")


def test_settling_moves_what_was_held() -> None:
    hold = held()
    services.settle_hold(hold_id=hold.id)

    assert figures() == ("40.00", "0.00", "40.00")
    assert figures(PSP) == ("-40.00", "0.00", "-40.00")
    assert selectors.hold(hold.id).state == "settled"
    assert selectors.verify() == ()


def test_voiding_gives_it_free_again() -> None:
    hold = held()
    services.void_hold(hold_id=hold.id)

    assert figures() == ("100.00", "0.00", "100.00")
    assert selectors.hold(hold.id).state == "voided"
    assert selectors.verify() == ()


def test_deciding_the_same_way_again_changes_nothing() -> None:
    hold = held()
    first = services.settle_hold(hold_id=hold.id)
    again = services.settle_hold(hold_id=hold.id)

    assert (again.transaction_id, again.replayed) == (first.transaction_id, True)
    assert figures() == ("40.00", "0.00", "40.00")


def test_a_hold_is_not_decided_the_other_way_afterwards() -> None:
    settled, voided = held(), services.hold(movement=payout("10"), key="wd:2:hold")
    services.settle_hold(hold_id=settled.id)
    services.void_hold(hold_id=voided.id)

    with pytest.raises(HoldDecided):
        services.void_hold(hold_id=settled.id)
    with pytest.raises(HoldDecided):
        services.settle_hold(hold_id=voided.id)
    with pytest.raises(HoldDecided):
        services.settle_hold(hold_id=settled.id, key="another key")
    assert figures() == ("40.00", "0.00", "40.00")


def test_the_same_hold_twice_reserves_once() -> None:
    assert held().id == held().id
    assert figures() == ("100.00", "60.00", "40.00")


def test_a_repeated_hold_tells_what_became_of_it() -> None:
    services.void_hold(hold_id=held().id)

    assert held().state == "voided"
    assert figures() == ("100.00", "0.00", "100.00")


def test_a_hold_key_with_another_amount_is_a_conflict() -> None:
    held()
    with pytest.raises(KeyReused):
        services.hold(movement=payout("61"), key="wd:1:hold")
    assert figures() == ("100.00", "60.00", "40.00")


def test_only_a_hold_can_be_settled() -> None:
    posted = services.post(movements=[deposit("1")], key="dep:2")
    for stranger in (uuid.uuid4(), posted.transaction_id):
        with pytest.raises(NotFound):
            services.settle_hold(hold_id=stranger)
        with pytest.raises(NotFound):
            services.void_hold(hold_id=stranger)


def test_another_brokers_hold_does_not_exist_here(borealis: object) -> None:
    from atrium.kernel import tenancy

    hold = held()
    with tenancy.entered(borealis), pytest.raises(NotFound):  # type: ignore[arg-type]
        services.settle_hold(hold_id=hold.id)
    assert selectors.hold(hold.id).state == "held"


def test_a_house_account_can_hold_too() -> None:
    from tenants.ledger.types import Movement

    hold = services.hold(movement=Movement(PSP, CLARA, usd("5"), "refund"), key="rf:1:hold")
    assert figures(PSP) == ("-100.00", "5.00", "-105.00")
    services.settle_hold(hold_id=hold.id)
    assert figures(PSP) == ("-105.00", "0.00", "-105.00")


def test_settling_from_wallet_to_wallet_reaches_the_other_wallet() -> None:
    from tenants.ledger.types import Movement

    hold = services.hold(movement=Movement(CLARA, IRIS, usd("60"), "transfer"), key="tt:1:hold")
    assert figures(IRIS) == ("0.00", "0.00", "0.00")
    services.settle_hold(hold_id=hold.id)

    assert (figures(), figures(IRIS)) == (("40.00", "0.00", "40.00"), ("60.00", "0.00", "60.00"))
    assert selectors.verify() == ()


def test_a_part_is_settled_and_the_rest_is_free_in_the_same_moment() -> None:
    hold = held()

    done = services.settle_hold(hold_id=hold.id, money=usd("25.50"))

    assert figures() == ("74.50", "0.00", "74.50")
    assert services.settle_hold(hold_id=hold.id, money=usd("25.50")) == Posted(done.transaction_id, True)
    with pytest.raises(KeyReused):
        services.settle_hold(hold_id=hold.id)
    with pytest.raises(HoldDecided):
        services.void_hold(hold_id=hold.id)
    assert selectors.verify() == ()


@pytest.mark.parametrize("part", ["0", "-1", "60.01"])
def test_no_other_part_of_a_hold_is_settled(part: str) -> None:
    hold = held()

    with pytest.raises(Refused, match=r"60\.00 USD is held"):
        services.settle_hold(hold_id=hold.id, money=usd(part))

    assert figures() == ("100.00", "60.00", "40.00")


def test_a_part_that_was_settled_is_reversed_by_its_own_amount() -> None:
    done = services.settle_hold(hold_id=held().id, money=usd("20"))

    services.reverse(transaction_id=done.transaction_id, key="rev:1")

    assert figures() == ("100.00", "0.00", "100.00")
    assert selectors.verify() == ()
