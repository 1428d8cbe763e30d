"""A great many movements at once: all or none, once per key, and the balances are theirs."""

import pytest

from tenants.ledger import addresses, selectors, services
from tenants.ledger.models import Movement as Row
from tenants.ledger.refusals import InsufficientFunds, KeyReused
from tenants.ledger.services import bulk
from tenants.ledger.types import Movement

from .conftest import CLARA, FEES, PSP, payout, usd

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture(autouse=True)
def _small_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "SET", 100)


def gifts(count: int = 250, cents: int = 1) -> list[Movement]:
    return [
        Movement(PSP, addresses.client_wallet(number % 30 + 1, "USD"), usd(f"0.0{cents}"), "gift")
        for number in range(count)
    ]


def test_all_are_posted_in_sets_under_keys_of_their_own() -> None:
    done = services.post_many(movements=gifts(), key="gifts")

    assert (done.count, len(done.transaction_ids), done.replayed) == (250, 3, False)
    assert set(Row.objects.values_list("idem_key", flat=True)) == {"gifts", "gifts:1", "gifts:2"}
    assert selectors.balance(PSP).posted == usd("-2.50")
    assert selectors.balance(addresses.client_wallet(1, "USD")).posted == usd("0.09")
    assert selectors.verify() == ()


def test_the_same_again_answers_and_writes_nothing() -> None:
    done = services.post_many(movements=gifts(), key="gifts")

    again = services.post_many(movements=gifts(), key="gifts")

    assert (again.transaction_ids, again.replayed) == (done.transaction_ids, True)
    assert Row.objects.count() == 250


LAST = Movement(
    "psp:zzz:USD", CLARA, usd("0.01"), "gift"
)  # sorted behind all others, so the sets before are the same


@pytest.mark.parametrize(
    "others",
    [gifts(249), gifts(251), gifts(100), gifts(cents=2)],
    ids=["one less", "one more", "a set", "other"],
)
def test_the_same_key_with_other_movements_is_refused(others: list[Movement]) -> None:
    services.post_many(movements=gifts(), key="gifts")

    with pytest.raises(KeyReused):
        services.post_many(movements=others, key="gifts")

    assert Row.objects.count() == 250


def test_a_set_more_under_the_same_key_is_refused() -> None:
    services.post_many(movements=gifts(200), key="gifts")

    with pytest.raises(KeyReused):
        services.post_many(movements=[*gifts(200), LAST], key="gifts")

    assert Row.objects.count() == 200


def test_one_that_cannot_be_leaves_none() -> None:
    poor = Movement("client:999:wallet:USD", FEES, usd("0.01"), "fee")

    with pytest.raises(InsufficientFunds):
        services.post_many(movements=[*gifts(), poor], key="gifts")

    assert Row.objects.count() == 0
    assert selectors.balance(CLARA).posted == usd("0")


def test_money_that_passes_through_a_wallet_within_a_set_is_counted_together() -> None:
    through = [Movement(PSP, CLARA, usd("10"), "in"), payout("10")]

    services.post_many(movements=through, key="through")

    assert selectors.balance(CLARA).posted == usd("0")
