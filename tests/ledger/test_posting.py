"""Money moves from one account to another, whole or not at all, in one currency, once per key."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from tenants.ledger import addresses, selectors, services
from tenants.ledger.refusals import InsufficientFunds, KeyReused
from tenants.ledger.types import Movement

from .conftest import CLARA, FEES, IRIS, PSP, deposit, payout, usd

pytestmark = pytest.mark.usefixtures("in_acme")

EXPENSE = addresses.expense("psp_fees", "USD")


def posted(address: str) -> str:
    return selectors.balance(address).posted.plain()


def test_a_deposit_is_credited_and_the_provider_owes_it() -> None:
    services.post(
        movements=[deposit("500"), Movement(EXPENSE, PSP, usd("12.50"), "deposit.fee")], key="dep:1"
    )

    assert (posted(CLARA), posted(PSP), posted(EXPENSE)) == ("500.00", "-487.50", "-12.50")
    assert [(line.family, line.total.plain()) for line in selectors.trial_balance()] == [
        ("client", "500.00"),
        ("expense", "-12.50"),
        ("psp", "-487.50"),
    ]
    assert selectors.verify() == ()


def test_movements_of_one_posting_share_a_transaction() -> None:
    done = services.post(movements=[deposit("500"), payout("20")], key="dep:1")

    assert selectors.transaction_movements(done.transaction_id) == (deposit("500"), payout("20"))


def test_an_account_that_nobody_posted_to_holds_zero() -> None:
    balance = selectors.balance("client:9:wallet:EUR")

    assert (balance.posted, balance.held, balance.available) == (Money(0, "EUR"),) * 3


def test_a_wallet_gives_what_it_has_and_not_a_cent_more(funded: Callable[[str], None]) -> None:
    funded("100")

    with pytest.raises(InsufficientFunds, match="Only 100.00 USD is available. Nothing was moved."):
        services.post(movements=[payout("100.01")], key="wd:1")
    services.post(movements=[payout("100")], key="wd:1")

    assert posted(CLARA) == "0.00"
    assert selectors.balance(PSP).posted == usd("0")


def test_a_refused_posting_leaves_no_trace_and_its_key_free(funded: Callable[[str], None]) -> None:
    funded("10")
    with pytest.raises(InsufficientFunds):
        services.post(movements=[Movement(CLARA, FEES, usd("3"), "fee"), payout("8")], key="wd:1")

    assert (posted(CLARA), posted(FEES)) == ("10.00", "0.00")
    assert services.post(movements=[payout("8")], key="wd:1").replayed is False


def test_the_floor_is_asked_of_the_whole_posting_not_of_its_legs() -> None:
    services.post(movements=[payout("5"), deposit("8")], key="swap:1")

    assert posted(CLARA) == "3.00"


def test_house_accounts_may_owe(funded: Callable[[str, str], None]) -> None:
    funded("50", IRIS)

    assert posted(PSP) == "-50.00"
    services.post(
        movements=[Movement(addresses.ib_rebates_accrued(7, "USD"), IRIS, usd("5"), "clawback")], key="r:1"
    )
    assert posted(addresses.ib_rebates_accrued(7, "USD")) == "-5.00"


def test_the_same_key_and_input_answers_the_first_posting_and_writes_nothing() -> None:
    first = services.post(movements=[deposit("500")], key="dep:1")
    again = services.post(movements=[deposit("500")], key="dep:1")

    assert (again.transaction_id, first.replayed, again.replayed) == (first.transaction_id, False, True)
    assert posted(CLARA) == "500.00"
    assert len(selectors.entries(CLARA).entries) == 1


@pytest.mark.parametrize(
    "other",
    [
        [deposit("501")],
        [deposit("500", IRIS)],
        [payout("500")],
        [deposit("500"), deposit("1")],
        [Movement(PSP, CLARA, usd("500"), "gift")],
    ],
    ids=["amount", "account", "direction", "legs", "kind"],
)
def test_the_same_key_with_other_input_is_a_conflict_and_changes_nothing(other: list[Movement]) -> None:
    services.post(movements=[deposit("500")], key="dep:1")

    with pytest.raises(KeyReused):
        services.post(movements=other, key="dep:1")

    assert (posted(CLARA), posted(IRIS), posted(PSP)) == ("500.00", "0.00", "-500.00")


def test_the_time_of_effect_is_part_of_what_was_asked() -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    services.post(movements=[deposit("500")], key="dep:1", effective_at=noon)

    assert services.post(movements=[deposit("500")], key="dep:1", effective_at=noon).replayed
    assert selectors.entries(CLARA).entries[0].effective_at == noon
    with pytest.raises(KeyReused):
        services.post(movements=[deposit("500")], key="dep:1")


@pytest.mark.parametrize(
    ("movement", "field"),
    [
        (Movement(PSP, CLARA, Money(0, "USD"), "deposit"), "money"),
        (Movement(PSP, CLARA, Money(-1, "USD"), "deposit"), "money"),
        (Movement(CLARA, CLARA, usd("1"), "deposit"), "credit"),
        (Movement(PSP, CLARA, Money(100, "EUR"), "deposit"), "money"),
        (Movement(PSP, addresses.client_wallet(42, "EUR"), usd("1"), "deposit"), "money"),
        (Movement("nowhere", CLARA, usd("1"), "deposit"), "address"),
        (Movement(PSP, CLARA, usd("1"), "De posit"), "kind"),
        (Movement(PSP, CLARA, Money(2**63, "USD"), "deposit"), ""),
    ],
)
def test_a_movement_that_makes_no_sense_is_refused(movement: Movement, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        services.post(movements=[movement], key="bad:1")

    assert refusal.value.field == field
    assert selectors.trial_balance() == ()


@pytest.mark.parametrize("key", ["", "  ", "k" * 201, "a\nb"])
def test_a_posting_needs_a_proper_key(key: str) -> None:
    with pytest.raises(InvalidInput):
        services.post(movements=[deposit("1")], key=key)


def test_a_posting_needs_a_movement() -> None:
    with pytest.raises(InvalidInput):
        services.post(movements=[], key="none:1")


def test_entries_come_newest_first_and_page_without_gap_or_repeat() -> None:
    for amount in range(1, 8):
        services.post(movements=[deposit(str(amount))], key=f"dep:{amount}")
    services.hold(movement=payout("1"), key="wd:1:hold")  # moves nothing, so it is no entry

    first = selectors.entries(CLARA, limit=3)
    second = selectors.entries(CLARA, cursor=first.next_cursor, limit=3)
    last = selectors.entries(CLARA, cursor=second.next_cursor, limit=3)

    amounts = [[entry.money.plain() for entry in page.entries] for page in (first, second, last)]
    assert amounts == [["7.00", "6.00", "5.00"], ["4.00", "3.00", "2.00"], ["1.00"]]
    assert last.next_cursor is None


def test_an_entry_is_signed_from_where_one_stands(funded: Callable[[str], None]) -> None:
    funded("5")

    (mine,), (theirs,) = selectors.entries(CLARA).entries, selectors.entries(PSP).entries

    assert (mine.money, mine.counterpart) == (usd("5"), PSP)
    assert (theirs.money, theirs.counterpart) == (usd("-5"), CLARA)
    assert mine.movement_id == theirs.movement_id


def test_one_broker_never_sees_the_others_money(borealis: object) -> None:
    from atrium.kernel import tenancy

    services.post(movements=[deposit("500")], key="dep:1")
    with tenancy.entered(borealis):  # type: ignore[arg-type]
        assert posted(CLARA) == "0.00"
        assert services.post(movements=[deposit("30")], key="dep:1").replayed is False
        assert posted(CLARA) == "30.00"

    assert posted(CLARA) == "500.00"


def test_nothing_is_posted_outside_a_broker() -> None:
    from atrium.kernel import tenancy

    with tenancy.public(), pytest.raises(tenancy.NoBroker):
        services.post(movements=[deposit("1")], key="dep:1")
