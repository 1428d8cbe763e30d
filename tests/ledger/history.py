"""Random histories against a model that is too simple to be wrong, compared after every step.

The model: what every account was moved by and when, and what is held of it. It changes only when the ledger said yes.
"""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError
from atrium.kernel.money import Money
from tenants.ledger import addresses, selectors, services
from tenants.ledger.types import Movement

_WALLETS = st.integers(0, 2)
_AMOUNTS = st.integers(1, 500)
_BEGIN = datetime(2026, 3, 2, 12, tzinfo=UTC)
_real_now = clock.now


class History(RuleBasedStateMachine):
    """Three wallets and a provider, in a house whose day ends when the history says so. Rolled back when it is told."""

    holds = Bundle("holds")
    postings = Bundle("postings")

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        self.wallets = [addresses.client_wallet(place + 1, "USD") for place in range(3)]
        self.house = addresses.psp("model", "USD")
        self.accounts = [*self.wallets, self.house]
        self.moved: dict[str, list[tuple[datetime, int]]] = {account: [] for account in self.accounts}
        self.held = dict.fromkeys(self.accounts, 0)
        self.keys = (f"step:{step}" for step in itertools.count())
        self.last: tuple[list[Movement], str] | None = None
        self._set_clock(_BEGIN)

    def _set_clock(self, moment: datetime) -> None:
        self.now = moment
        clock.now = lambda: moment

    def posted(self, account: str, before: datetime | None = None) -> int:
        return sum(amount for at, amount in self.moved[account] if before is None or at < before)

    def _may(self, account: str, amount: int) -> bool:
        return account == self.house or self.posted(account) - self.held[account] >= amount

    def _apply(self, movement: Movement, *, sign: int = 1, at: datetime | None = None) -> None:
        amount = sign * movement.money.amount_minor
        self.moved[movement.debit].append((at or self.now, -amount))
        self.moved[movement.credit].append((at or self.now, amount))

    def _tried(self, allowed: bool, verb: Any, **facts: Any) -> Any:
        try:
            answer = verb(**facts)
        except AtriumError:
            assert not allowed
            return None
        assert allowed
        return answer

    def _move(self, debit: str, credit: str, amount: int, days_ago: int = 0) -> Any:
        movement, key = Movement(debit, credit, Money(amount, "USD"), "test.moved"), next(self.keys)
        at = self.now - timedelta(days=days_ago) if days_ago else None
        may = self._may(debit, amount)
        done = self._tried(may, services.post, movements=[movement], key=key, effective_at=at)
        if done:
            self._apply(movement, at=at)
            self.last = ([movement], key) if at is None else None
        return (done.transaction_id, movement) if done else None

    @rule(target=postings, wallet=_WALLETS, amount=_AMOUNTS, days_ago=st.integers(0, 2))
    def deposit(self, wallet: int, amount: int, days_ago: int) -> Any:
        return self._move(self.house, self.wallets[wallet], amount, days_ago)

    @rule(target=postings, wallet=_WALLETS, step=st.integers(1, 2), amount=_AMOUNTS)
    def pay(self, wallet: int, step: int, amount: int) -> Any:
        return self._move(self.wallets[wallet], self.wallets[(wallet + step) % 3], amount)

    @rule(wallet=_WALLETS, amounts=st.lists(_AMOUNTS, min_size=1, max_size=4))
    def pay_many_at_once(self, wallet: int, amounts: list[int]) -> None:
        debit, house = self.wallets[wallet], self.house
        movements = [Movement(debit, house, Money(amount, "USD"), "test.many") for amount in amounts]
        may = self._may(debit, sum(amounts))
        if self._tried(may, services.post_many, movements=movements, key=next(self.keys)):
            for movement in movements:
                self._apply(movement)

    @rule(target=holds, wallet=_WALLETS, step=st.integers(0, 2), amount=_AMOUNTS)
    def hold(self, wallet: int, step: int, amount: int) -> Any:
        credit = self.wallets[(wallet + step) % 3] if step else self.house
        movement = Movement(self.wallets[wallet], credit, Money(amount, "USD"), "test.held")
        allowed = self._may(movement.debit, amount)
        done = self._tried(allowed, services.hold, movement=movement, key=next(self.keys))
        if done:
            self.held[movement.debit] += amount
        return (done.id, movement) if done else None

    @rule(hold=consumes(holds), part=st.integers(0, 3))
    def decide(self, hold: Any, part: int) -> None:
        """Void it, or settle a third, two thirds or all of it; after that nobody decides otherwise."""
        if hold is None:
            return
        hold_id, movement = hold
        self.held[movement.debit] -= movement.money.amount_minor
        settled = movement.money.amount_minor * part // 3
        if settled:
            money = Money(settled, "USD")
            services.settle_hold(hold_id=hold_id, money=money)
            self._apply(Movement(movement.debit, movement.credit, money, movement.kind))
            self._tried(False, services.void_hold, hold_id=hold_id)
        else:
            services.void_hold(hold_id=hold_id)
            self._tried(False, services.settle_hold, hold_id=hold_id)

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

    @rule(seals=st.booleans())
    def the_day_ends(self, seals: bool) -> None:
        self._set_clock(self.now + timedelta(days=1))
        if seals:
            services.snapshot_day()

    @rule(days_ago=st.integers(0, 5), account=st.integers(0, 3))
    def look_back(self, days_ago: int, account: int) -> None:
        address, at = self.accounts[account], self.now - timedelta(days=days_ago)
        assert selectors.balance(address, at).posted.amount_minor == self.posted(address, at)

    @invariant()
    def the_ledger_says_what_the_model_says(self) -> None:
        found = selectors.balances(self.accounts)
        said = {a: (found[a].posted.amount_minor, found[a].held.amount_minor) for a in self.accounts}
        assert said == {account: (self.posted(account), self.held[account]) for account in self.accounts}
        assert sum(posted for posted, _ in said.values()) == 0

    def teardown(self) -> None:
        try:
            assert selectors.verify() == ()
        finally:
            clock.now = _real_now
            transaction.set_rollback(True)
            self.within.__exit__(None, None, None)
