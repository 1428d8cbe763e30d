"""Bugs to plant, one at a time (ATRIUM_PLANT=name), each with the test that must find it. `make planted-bugs` plants them all.

In the database: a text of a function is replaced in every house of the test's database. In Python: a function is.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import psycopg

from atrium.kernel.money import Money
from tenants.ledger.types import Movement


@dataclass(frozen=True, slots=True)
class Plant:
    found_by: str
    function: str = ""
    was: str = ""
    becomes: str = ""
    python: Callable[[], None] | None = None
    statement: str = ""


def _module(name: str) -> Any:
    """Its names are ours to change: only that is why it is of no known type."""
    return import_module(name)


def _rounding() -> None:
    rules = _module("tenants.rates.rules")
    rules.ROUND_DOWN = "ROUND_UP"


def _markup_forgotten() -> None:
    _module("tenants.rates.rules").client_rate = lambda reference, percent: reference


def _hold_skipped() -> None:
    """A transfer is begun and reserves one minor unit of its money."""
    ledger = _module("tenants.ledger.services")
    held = ledger.hold

    def hold(*, movement: Movement, key: str) -> Any:
        return held(movement=replace(movement, money=Money(1, movement.money.currency)), key=key)

    ledger.hold = hold


def _page_unknown() -> None:
    """The key is kept, but nobody looks for it before."""
    rows = _module("tenants.wallets.services.between").WalletTransfer.objects
    real = rows.filter

    def blind(**facts: Any) -> Any:
        return real(**{name: f"{value}!" if name == "key" else value for name, value in facts.items()})

    rows.filter = blind


def _bulk_part_for_the_whole() -> None:
    _module("tenants.ledger.services.bulk")._digest = lambda movements: b""


def _every_amount_is_right() -> None:
    _module("tenants.payments.rules").matches = lambda asked, received: True


def _fee_forgotten() -> None:
    _module("tenants.payments.postings")._fee = lambda deposit, fee: []


def _card_promised_twice() -> None:
    """What was sent back to a card, or is promised to go back, is not counted."""
    _module("tenants.payments.services.planning")._taken = lambda deposit_ids: {}


def _sent_again_blindly() -> None:
    """Every provider is taken for one that carries out the same id once."""
    _module("tenants.payments.services.sending")._same_id_is_one_payment = lambda payout: True


def _server_not_asked() -> None:
    """Before a second send nobody looks whether the first one moved the money."""
    rules = _module("tenants.trading.rules")
    rules.judge = lambda deals, *, wanted: rules.Verdict(rules.Found.NOT_DONE)


_LEDGER = "tests/ledger/"
_MODEL = f"{_LEDGER}test_history_against_model.py"
_RACES = f"{_LEDGER}test_races.py"

PLANTS: dict[str, Plant] = {
    "the balance row is not locked": Plant(
        f"{_RACES}::test_a_statement_lists_movements_in_the_order_in_which_they_took_effect",
        "ledger_move_batch",
        "ORDER BY account_id FOR NO KEY UPDATE",
        "ORDER BY account_id",
    ),
    "locks are taken in the order of the call": Plant(
        f"{_RACES}::test_opposite_transfers_do_not_deadlock_and_lose_nothing",
        "ledger_move_batch",
        "PERFORM 1 FROM ledger_balance WHERE account_id = ANY (v_accounts) ORDER BY account_id FOR NO KEY UPDATE;",
        "PERFORM 1 FROM ledger_balance WHERE account_id = v_debits[1] FOR NO KEY UPDATE;"
        " PERFORM pg_sleep(0.002);"
        " PERFORM 1 FROM ledger_balance WHERE account_id = v_credits[1] FOR NO KEY UPDATE;",
    ),
    "the floor is not checked": Plant(
        f"{_RACES}::test_exactly_as_many_are_paid_as_there_is_money_for",
        "ledger_change_balances",
        "change.posted - balance.held - change.held < balance.floor",
        "change.posted - balance.held - change.held < -1000000",
        statement="ALTER TABLE ledger_balance DROP CONSTRAINT ledger_balance_floor",
    ),
    "held money is available": Plant(
        _MODEL,
        "ledger_change_balances",
        "change.posted - balance.held - change.held < balance.floor",
        "change.posted < balance.floor",
        statement="ALTER TABLE ledger_balance DROP CONSTRAINT ledger_balance_floor",
    ),
    "the key is not looked for": Plant(
        _MODEL, "ledger_replayed", "WHERE m.idem_key = p_key AND m.leg = 0", "WHERE false"
    ),
    "the input under a key is not compared": Plant(
        f"{_RACES}::test_one_key_with_different_amounts_has_one_winner",
        "ledger_replayed",
        "v_first.idem_hash <> p_hash",
        "false",
    ),
    "the whole of a bulk is not compared": Plant(
        f"{_LEDGER}test_bulk.py::test_the_same_key_with_other_movements_is_refused",
        "ledger_move_many",
        "sha256(p_whole || ",
        "sha256(",
    ),
    "a hold may be decided twice": Plant(
        f"{_RACES}::test_settle_and_void_cannot_both_win",
        "ledger_check_sources",
        "WHEN EXISTS (SELECT 1 FROM ledger_movement done WHERE done.of_hold = hold.id) THEN 'LG003'",
        "",
        statement="DROP INDEX ledger_movement_one_decision",
    ),
    "a reversal is not the mirror image": Plant(
        f"{_LEDGER}test_the_door.py::test_a_reversal_is_the_mirror_image_exactly",
        "ledger_check_sources",
        "<> (leg.credit, leg.debit, leg.currency, leg.amount) THEN 'LG007'",
        "IS NULL THEN 'LG007'",
    ),
    "a movement is reversed twice": Plant(
        _MODEL,
        "ledger_check_sources",
        "WHEN EXISTS (SELECT 1 FROM ledger_movement done WHERE done.reverses = original.id) THEN 'LG005'",
        "",
        statement="DROP INDEX ledger_movement_one_reversal",
    ),
    "the rest of a partial settlement stays held": Plant(
        _MODEL, "ledger_apply", "ELSE -(leg.amount + leg.freed) END AS held", "ELSE -leg.amount END AS held"
    ),
    "a closed period takes postings": Plant(
        f"{_LEDGER}test_periods.py::TestClosing::test_closed_days_take_no_postings_and_later_days_do",
        "ledger_check_period",
        "<= v_through",
        "< v_through - 400",
    ),
    "a period is closed without waiting": Plant(
        f"{_LEDGER}test_periods.py::test_a_posting_under_way_is_waited_for_and_none_comes_after",
        "ledger_barrier",
        "LOCK TABLE ledger_movement IN SHARE MODE;",
        "",
    ),
    "a sealed day forgets what is dated back": Plant(
        _MODEL,
        "ledger_seal_day",
        "FILTER (WHERE effective_at < v_end), 0)::bigint AS posted",
        "FILTER (WHERE effective_at < v_end AND effective_at >= v_begin), 0)::bigint AS posted",
    ),
    "the seal does not hang on the day before": Plant(
        f"{_LEDGER}test_days.py", "ledger_seal_day", "coalesce(v_before.hash, ''::bytea)", "''::bytea"
    ),
    "the ledger's rows may be changed": Plant(
        f"{_LEDGER}test_database_barriers.py",
        statement="ALTER TABLE ledger_movement DISABLE TRIGGER ledger_movement_refuse_rows",
    ),
    "another bulk under the same key is taken for the first": Plant(
        f"{_LEDGER}test_bulk.py::test_a_set_more_under_the_same_key_is_refused",
        python=_bulk_part_for_the_whole,
    ),
    "what is bought is rounded up": Plant(
        "tests/wallets/test_between.py::test_there_and_back_again_earns_the_client_nothing", python=_rounding
    ),
    "the mark-up is forgotten": Plant("tests/wallets/test_between.py", python=_markup_forgotten),
    "a transfer reserves less than it moves": Plant("tests/wallets/test_transfers.py", python=_hold_skipped),
    "the server is not asked before a second send": Plant(
        "tests/wallets/test_transfers.py", python=_server_not_asked
    ),
    "the same page is not known again": Plant(
        "tests/wallets/test_between.py::test_the_same_page_twice_is_one_exchange",
        python=_page_unknown,
    ),
    "another amount than was asked for is credited": Plant(
        "tests/payments/test_deposits.py::test_another_amount_goes_to_review_and_a_second_person_lets_it_in",
        python=_every_amount_is_right,
    ),
    "what a provider kept of a deposit is not booked": Plant(
        "tests/payments/test_deposits.py::test_a_paid_deposit_is_in_the_wallet_and_the_fee_is_ours",
        python=_fee_forgotten,
    ),
    "one card is promised the same money twice": Plant(
        "tests/payments/test_withdrawals.py::test_two_requests_never_promise_the_same_card_money",
        python=_card_promised_twice,
    ),
    "a refund goes back twice to one payment": Plant(
        "tests/payments/test_refunds_and_disputes.py::test_a_deposit_is_refunded_no_further_than_it_came",
        python=_card_promised_twice,
    ),
    "a payout that nobody answered is sent again blindly": Plant(
        "tests/payments/test_coins_and_wallets.py::test_a_lost_request_is_never_sent_again_by_itself",
        python=_sent_again_blindly,
    ),
    "a new key for every retry": Plant(f"{_LEDGER}test_killed_server.py"),
}


def plant(url: str, name: str) -> None:
    """Into every house of a database that a test is about to use. A bug whose place is gone says so."""
    bug = PLANTS[name]
    with psycopg.connect(url, autocommit=True) as owner:
        houses = owner.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'").fetchall()
        for (schema,) in houses:
            owner.execute(f"SET search_path = {schema}".encode())
            if bug.function:
                _rewrite(owner, schema, bug)
            if bug.statement:
                owner.execute(bug.statement.encode())


def _rewrite(owner: psycopg.Connection[Any], schema: str, bug: Plant) -> None:
    found = owner.execute(
        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = %s AND pronamespace = %s::regnamespace",
        [bug.function, schema],
    ).fetchone()
    if found is None or bug.was not in found[0]:
        raise SystemExit(f"{bug.function} does not hold “{bug.was}” any more: the plant must be made anew.")
    owner.execute(found[0].replace(bug.was, bug.becomes).encode())


def planted() -> str:
    return os.environ.get("ATRIUM_PLANT", "")
