"""Many at once. Each race is first run against a naive posting, which loses money; then the ledger lets the exact number win."""

import os
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import AtriumError
from atrium.kernel.money import Money
from tenants.ledger import addresses, selectors, services
from tenants.ledger.types import Movement

from .conftest import CLARA, FEES, IRIS, PSP, deposit, payout, usd

pytestmark = pytest.mark.usefixtures("committed")

PEOPLE = 12


@pytest.fixture
def crowd(acme: tenancy.Tenant) -> Callable[[Callable[[int], object]], Counter[str]]:
    """Runs `verb(0..11)` at the same moment, each in its own thread and connection; counts what came of it."""

    def run(verb: Callable[[int], object]) -> Counter[str]:
        start = threading.Barrier(PEOPLE)

        def one(number: int) -> str:
            with tenancy.entered(acme):
                try:
                    selectors.balance(CLARA)  # connected before the start
                    start.wait(timeout=30)
                    answer = verb(number)
                    return "replayed" if getattr(answer, "replayed", False) else "done"
                except AtriumError as refusal:
                    return type(refusal).__name__
                finally:
                    connection.close()

        with ThreadPoolExecutor(PEOPLE) as pool:
            return Counter(pool.map(one, range(PEOPLE)))

    return run


def fund(acme: tenancy.Tenant, amount: str, wallet: str = CLARA) -> None:
    with tenancy.entered(acme):
        services.post(movements=[deposit(amount, wallet)], key=f"fund:{wallet}")


def naive_withdrawal(acme: tenancy.Tenant, number: int, read: threading.Barrier) -> None:
    """Look, then write: what a ledger without the lock does. The account is a house account, so no floor saves it."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as own:
        own.execute(f"SET search_path = {acme.schema}")
        naive, house = (
            row[0]
            for row in own.execute(
                "SELECT id FROM ledger_account WHERE kind IN ('naive', 'psp') ORDER BY kind"
            )
        )
        row = own.execute("SELECT sum(posted) FROM ledger_entry WHERE account_id = %s", [naive]).fetchone()
        read.wait(timeout=30)
        if row and row[0] >= 10_00:
            own.execute(
                "INSERT INTO ledger_movement (id, idem_key, leg, idem_hash, phase, debit_id, credit_id, currency,"
                " amount_minor, freed_minor, kind, ledger_transaction_id, effective_at, created_at)"
                " VALUES (%s, %s, 0, '', 'posted', %s, %s, 'USD', 1000, 0, 'naive', %s, %s, %s)",
                [uuid.uuid4(), f"naive:{number}", naive, house, uuid.uuid4(), clock.now(), clock.now()],
            )


def test_without_the_lock_everybody_is_paid(acme: tenancy.Tenant) -> None:
    with tenancy.entered(acme):
        services.post(movements=[deposit("30", "naive:wallet:USD")], key="fund:naive")
    read = threading.Barrier(PEOPLE)

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(lambda number: naive_withdrawal(acme, number, read), range(PEOPLE)))

    with tenancy.entered(acme):
        assert selectors.balance("naive:wallet:USD").posted == usd("-90")


def test_exactly_as_many_are_paid_as_there_is_money_for(acme: tenancy.Tenant, crowd: Any) -> None:
    fund(acme, "30")

    came = crowd(lambda number: services.post(movements=[payout("10")], key=f"wd:{number}"))

    assert came == {"done": 3, "InsufficientFunds": PEOPLE - 3}
    with tenancy.entered(acme):
        assert selectors.balance(CLARA).posted == usd("0")
        assert selectors.verify() == ()


def test_exactly_as_much_is_held_as_there_is(acme: tenancy.Tenant, crowd: Any) -> None:
    fund(acme, "35")

    came = crowd(lambda number: services.hold(movement=payout("10"), key=f"wd:{number}:hold"))

    assert came == {"done": 3, "InsufficientFunds": PEOPLE - 3}
    with tenancy.entered(acme):
        assert selectors.balance(CLARA).available == usd("5")


def test_one_key_in_many_hands_is_one_effect(acme: tenancy.Tenant, crowd: Any) -> None:
    came = crowd(lambda _: services.post(movements=[deposit("10")], key="dep:1"))

    assert came == {"done": 1, "replayed": PEOPLE - 1}
    with tenancy.entered(acme):
        assert selectors.balance(CLARA).posted == usd("10")


def test_one_key_between_house_accounts_is_one_effect_without_any_lock(
    acme: tenancy.Tenant, crowd: Any
) -> None:
    came = crowd(lambda _: services.post(movements=[Movement(PSP, FEES, usd("10"), "fee")], key="fee:1"))

    assert came == {"done": 1, "replayed": PEOPLE - 1}
    with tenancy.entered(acme):
        assert selectors.balance(FEES).posted == usd("10")


def test_one_key_with_different_amounts_has_one_winner(acme: tenancy.Tenant, crowd: Any) -> None:
    came = crowd(lambda number: services.post(movements=[deposit(str(number + 1))], key="dep:1"))

    assert came == {"done": 1, "KeyReused": PEOPLE - 1}
    with tenancy.entered(acme):
        (entry,) = selectors.entries(CLARA).entries
        assert selectors.balance(CLARA).posted == entry.money


def test_settle_and_void_cannot_both_win(acme: tenancy.Tenant, crowd: Any) -> None:
    fund(acme, "10")
    with tenancy.entered(acme):
        hold = services.hold(movement=payout("10"), key="wd:1:hold")
    verbs = (services.settle_hold, services.void_hold)

    came = crowd(lambda number: verbs[number % 2](hold_id=hold.id))

    assert came == {"done": 1, "replayed": PEOPLE // 2 - 1, "HoldDecided": PEOPLE // 2}
    with tenancy.entered(acme):
        assert selectors.balance(CLARA).held == usd("0")
        assert selectors.verify() == ()


def test_a_posting_is_reversed_by_one_of_many(acme: tenancy.Tenant, crowd: Any) -> None:
    with tenancy.entered(acme):
        done = services.post(movements=[Movement(PSP, FEES, usd("10"), "fee")], key="fee:1")

    came = crowd(lambda number: services.reverse(transaction_id=done.transaction_id, key=f"rev:{number}"))

    assert came == {"done": 1, "AlreadyReversed": PEOPLE - 1}
    with tenancy.entered(acme):
        assert selectors.balance(FEES).posted == usd("0")


def test_opposite_transfers_do_not_deadlock_and_lose_nothing(acme: tenancy.Tenant, crowd: Any) -> None:
    fund(acme, "1000", CLARA)
    fund(acme, "1000", IRIS)

    def swap(number: int) -> None:
        debit, credit = (CLARA, IRIS) if number % 2 else (IRIS, CLARA)
        for step in range(20):
            services.post(
                movements=[Movement(debit, credit, Money(step + 1, "USD"), "swap")], key=f"s:{number}:{step}"
            )

    assert crowd(swap) == {"done": PEOPLE}
    with tenancy.entered(acme):
        assert selectors.balance(CLARA).posted == selectors.balance(IRIS).posted == usd("1000")
        assert selectors.verify() == ()


def test_accounts_opened_by_many_at_once_are_opened_once(acme: tenancy.Tenant, crowd: Any) -> None:
    wallets = [addresses.client_wallet(number, "EUR") for number in range(1, 21)]

    def deposit_to_all(number: int) -> object:
        order = wallets if number % 2 else wallets[::-1]
        legs = [Movement("psp:stripe:EUR", wallet, Money(1, "EUR"), "gift") for wallet in order]
        return services.post(movements=legs, key=f"gift:{number}")

    assert crowd(deposit_to_all) == {"done": PEOPLE}
    with tenancy.entered(acme):
        assert {balance.posted for balance in selectors.balances(wallets).values()} == {Money(PEOPLE, "EUR")}
        assert selectors.verify() == ()


def test_a_statement_lists_movements_in_the_order_in_which_they_took_effect(
    acme: tenancy.Tenant, crowd: Any
) -> None:
    """Summed from the oldest, a wallet's history never passes below its floor."""
    fund(acme, "30")

    def in_and_out(number: int) -> None:
        for step in range(5):
            movement = deposit("7") if (number + step) % 3 == 0 else payout("9")
            try:
                services.post(movements=[movement], key=f"mix:{number}:{step}")
            except AtriumError:
                continue

    crowd(in_and_out)

    with tenancy.entered(acme):
        history = selectors.entries(CLARA, limit=200).entries[::-1]
        running = [
            sum(entry.money.amount_minor for entry in history[: end + 1]) for end in range(len(history))
        ]
        assert min(running) >= 0
        assert Money(running[-1], "USD") == selectors.balance(CLARA).posted
