"""Random histories against a model that is too simple to be wrong, compared after every step."""

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from atrium.kernel.errors import AtriumError
from atrium.kernel.money import Money
from tenants.ledger import addresses, selectors, services
from tenants.ledger.types import Movement

_run = itertools.count(1)
_WALLETS = st.integers(0, 2)
_AMOUNTS = st.integers(1, 500)


class History(RuleBasedStateMachine):
    """Three wallets and a provider. The model is two numbers a wallet, changed only when the ledger said yes."""

    holds = Bundle("holds")
    postings = Bundle("postings")

    def __init__(self) -> None:
        super().__init__()
        run = next(_run)
        self.wallets = [addresses.client_wallet(run * 10 + place + 1, "USD") for place in range(3)]
        self.house = addresses.psp(f"run{run}", "USD")
        self.posted = dict.fromkeys([*self.wallets, self.house], 0)
        self.held = dict.fromkeys(self.wallets, 0)
        self.keys = (f"run{run}:{step}" for step in itertools.count())
        self.last: tuple[list[Movement], str] | None = None

    def _may(self, wallet: str, amount: int) -> bool:
        return wallet == self.house or self.posted[wallet] - self.held[wallet] >= amount

    def _apply(self, movement: Movement, sign: int = 1) -> None:
        self.posted[movement.debit] -= sign * movement.money.amount_minor
        self.posted[movement.credit] += sign * movement.money.amount_minor

    def _tried(self, allowed: bool, verb: Any, **facts: Any) -> Any:
        try:
            answer = verb(**facts)
        except AtriumError:
            assert not allowed
            return None
        assert allowed
        return answer

    def _move(self, debit: str, credit: str, amount: int) -> Any:
        movement, key = Movement(debit, credit, Money(amount, "USD"), "test.moved"), next(self.keys)
        done = self._tried(self._may(debit, amount), services.post, movements=[movement], key=key)
        if done:
            self._apply(movement)
            self.last = ([movement], key)
        return (done.transaction_id, movement) if done else None

    @rule(target=postings, wallet=_WALLETS, amount=_AMOUNTS)
    def deposit(self, wallet: int, amount: int) -> Any:
        return self._move(self.house, self.wallets[wallet], amount)

    @rule(target=postings, wallet=_WALLETS, step=st.integers(1, 2), amount=_AMOUNTS)
    def pay(self, wallet: int, step: int, amount: int) -> Any:
        return self._move(self.wallets[wallet], self.wallets[(wallet + step) % 3], amount)

    @rule(target=holds, wallet=_WALLETS, step=st.integers(0, 2), amount=_AMOUNTS)
    def hold(self, wallet: int, step: int, amount: int) -> Any:
        credit = self.wallets[(wallet + step) % 3] if step else self.house
        movement = Movement(self.wallets[wallet], credit, Money(amount, "USD"), "test.held")
        allowed = self._may(movement.debit, amount)
        done = self._tried(allowed, services.hold, movement=movement, key=next(self.keys))
        if done:
            self.held[movement.debit] += amount
        return (done.id, movement) if done else None

    @rule(hold=consumes(holds), settle=st.booleans())
    def decide(self, hold: Any, settle: bool) -> None:
        if hold is None:
            return
        hold_id, movement = hold
        verb, other = (
            (services.settle_hold, services.void_hold)
            if settle
            else (services.void_hold, services.settle_hold)
        )
        verb(hold_id=hold_id)
        self._tried(False, other, hold_id=hold_id)
        self.held[movement.debit] -= movement.money.amount_minor
        if settle:
            self._apply(movement)

    @rule(posting=consumes(postings))
    def reverse(self, posting: Any) -> None:
        if posting is None:
            return
        transaction_id, movement = posting
        allowed = self._may(movement.credit, movement.money.amount_minor)
        if self._tried(allowed, services.reverse, transaction_id=transaction_id, key=next(self.keys)):
            self._apply(movement, sign=-1)
            self._tried(False, services.reverse, transaction_id=transaction_id, key=next(self.keys))

    @rule()
    def repeat_the_last(self) -> None:
        if self.last:
            movements, key = self.last
            assert services.post(movements=movements, key=key).replayed

    @invariant()
    def the_ledger_says_what_the_model_says(self) -> None:
        found = selectors.balances([*self.wallets, self.house])
        assert {address: found[address].posted.amount_minor for address in self.posted} == self.posted
        assert {address: found[address].held.amount_minor for address in self.wallets} == self.held

    def teardown(self) -> None:
        assert selectors.verify() == ()


@pytest.mark.usefixtures("in_acme")
def test_the_ledger_agrees_with_a_simple_model_after_every_step() -> None:
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
