"""Every planted difference is found, none is invented, and what is put right is closed.

A trading server and a payment provider in memory; each test plants one thing and says exactly what must be found.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Conflict, InvalidInput
from atrium.kernel.money import Money
from atrium.providers.psp.contract import ReportKind
from atrium.providers.psp.fake.memory import Memory, memory
from atrium.providers.trading.contract import Action, Entry
from atrium.providers.trading.fake.world import World, forget, world
from tenants.approvals.services import decide
from tenants.connections.services import create_connection
from tenants.ledger import services as ledger
from tenants.ledger.types import Movement
from tenants.payments import effects
from tenants.payments.models import (
    BankAccount,
    BankLine,
    Case,
    Correction,
    Deposit,
    Finding,
    Reconciliation,
    Statement,
)
from tenants.payments.services import correcting, settle_deposit, start_deposit
from tenants.payments.services.reconciling import client_money, own_case, reconcile, sources
from tenants.trading import services as trading
from tenants.trading.models import BalanceOperation, TradingAccount
from tenants.wallets import services as wallets
from tests.payments.shop import assert_books_balance, clara, finance, posted, work_off

USD_500, USD_300 = Money(50_000, "USD"), Money(30_000, "USD")
ZERO = Decimal(0)
WALLET = "client:1:wallet:USD"


class House:
    """Clara paid 500 in by the provider and moved 300 of it to her trading account, on which she then traded."""

    def __init__(self) -> None:
        name = uuid.uuid4().hex
        self.client = clara()
        self.psp: Memory = memory(name)
        self.world: World = world(name)
        self.connection = create_connection(
            kind="psp", vendor="fake", label="Cards", credentials={"memory": name, "webhook_secret": "s"}
        )
        platform = create_connection(kind="trading", vendor="fake", label="", credentials={"world": name})
        self.server = trading.create_server(
            code="fake-live", name="Live", kind="both", connection_id=platform.id, quiet_seconds=0
        )
        product = trading.create_product(
            code="live", name="live", kind="live", server=self.server, group="real\\usd", currency="USD"
        )
        self.account: TradingAccount = trading.open_trading_account(
            client=self.client, product=product, key="live"
        ).account
        self.deposit = self.pay_in()
        wallets.transfer_to_account(
            client_id=self.client.id, account_id=self.account.id, money=USD_300, key="page-1"
        )
        self.trade(Decimal("-12.34"), commission=Decimal("-3.50"), swap=Decimal("-0.16"))
        self.feed()
        # The fee was taken out of clients' money; the house pays it in, so that nothing is missing to begin with.
        fee = Money(self.deposit.fee_minor, "USD")
        ledger.post(
            movements=[Movement("bank:own:USD", "adjustments:USD", fee, "own.money")], key="own-money"
        )

    def pay_in(self, key: str = "page-1", money: Money = USD_500) -> Deposit:
        deposit = start_deposit(
            client_id=self.client.id, money=money, key=key, success_url="http://x", cancel_url="http://x"
        )
        self.psp.pay(deposit.psp_reference)
        return settle_deposit(deposit_id=deposit.id, paid=self.psp.checkouts[deposit.psp_reference])

    def trade(self, profit: Decimal, commission: Decimal = ZERO, swap: Decimal = ZERO) -> None:
        dealt = self.world.money_deal(self.account.login, Action.SELL, profit, "")
        self.world.keep(replace(dealt, entry=Entry.OUT, symbol="EURUSD", commission=commission, swap=swap))
        self.world.accounts[self.account.login].balance += profit + commission + swap

    def on_platform(self, amount: Decimal, comment: str = "by hand") -> int:
        """Somebody at the dealing desk moves money past us."""
        self.world.accounts[self.account.login].balance += amount
        return self.world.money_deal(self.account.login, Action.BALANCE, amount, comment).ticket

    def feed(self) -> None:
        page = list(self.world.deals.values())
        trading.record_deals(server=self.server, deals=page)

    def in_the_books_of_the_provider(self, kind: ReportKind, reference: str, minor: int) -> None:
        self.psp.enter(kind, reference, "", Money(minor, "USD"))


@pytest.fixture
def house(in_acme: tenancy.Tenant, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(sources, "GRACE", timedelta(0))
    made = House()
    yield made
    for name in list(world.__globals__["_worlds"]):
        forget(name)


def found() -> list[tuple[str, str, str, int | None, int | None]]:
    """What the newest run found, the agreeing rows apart."""
    run = Reconciliation.objects.order_by("-started_at").first()
    rows = Finding.objects.filter(run=run).exclude(verdict="matched").order_by("way", "subject", "reference")
    return [(row.way, row.subject, row.verdict, row.ours_minor, row.theirs_minor) for row in rows]


def test_a_house_in_which_all_is_well_has_nothing_but_matches(house: House) -> None:
    run = reconcile()
    assert (run.state, found()) == ("done", [])
    subjects = set(Finding.objects.filter(run=run).values_list("way", "subject"))
    assert {
        ("psp", "payment"),
        ("psp", "fee"),
        ("platform", "operation"),
        ("platform", "balance"),
    } <= subjects
    assert not Case.objects.exists()


def _lose_operation(house: House) -> None:
    wallets.transfer_to_account(
        client_id=house.client.id, account_id=house.account.id, money=Money(10_000, "USD"), key="page-2"
    )
    house.world.deals.pop(max(house.world.deals))
    house.world.accounts[house.account.login].balance -= 100


def _restore(house: House) -> None:
    """The deal that we were told of and its money are gone there."""
    ticket = BalanceOperation.objects.get(state="confirmed").ticket
    assert ticket is not None
    house.world.deals.pop(ticket)
    house.world.accounts[house.account.login].balance -= 300


# -- planted, each by itself: what is done, and the one difference that must be told

PLANTED: dict[str, tuple[Callable[[House], object], tuple[str, str, str, int | None, int | None]]] = {
    "a payment that we never heard of": (
        lambda h: h.in_the_books_of_the_provider(ReportKind.PAYMENT, "pay_stranger", 7_700),
        ("psp", "payment", "missing_here", None, 7_700),
    ),
    "a payment that the provider does not have": (
        lambda h: (h.psp.books.clear(), h.psp.checkouts.clear()),
        ("psp", "payment", "missing_there", 50_000, None),
    ),
    "a payment of another amount": (
        lambda h: _change_line(h, ReportKind.PAYMENT, 49_900),
        ("psp", "payment", "differs", 50_000, 49_900),
    ),
    "a refund made in the provider's own console": (
        lambda h: h.in_the_books_of_the_provider(ReportKind.REFUND, h.deposit.payment_id, -50_000),
        ("psp", "refund", "missing_here", None, -50_000),
    ),
    "a chargeback that nobody noted": (
        lambda h: h.in_the_books_of_the_provider(ReportKind.DISPUTE, h.deposit.payment_id, -50_000),
        ("psp", "dispute", "missing_here", None, -50_000),
    ),
    "a payout that we did not send": (
        lambda h: h.in_the_books_of_the_provider(ReportKind.PAYOUT, "payout_stranger", -1_000),
        ("psp", "payout", "missing_here", None, -1_000),
    ),
    "a fee that was raised": (
        lambda h: _change_fee(h, 2_000),
        ("psp", "fee", "differs", -1_250, -2_000),
    ),
    "money put on a trading account by hand": (
        lambda h: (h.on_platform(Decimal("25.00")), h.feed()),
        ("platform", "operation", "missing_here", None, 2_500),
    ),
    "money put there by hand that the feed has not told yet": (
        lambda h: h.on_platform(Decimal("25.00")),
        ("platform", "balance", "differs", 30_000, 32_500),
    ),
    "an operation that the server has lost before it told of it": (
        _lose_operation,
        ("platform", "operation", "missing_there", 10_000, None),
    ),
    "a server that was restored from an older copy": (
        _restore,
        ("platform", "balance", "differs", 30_000, 0),
    ),
    "a balance changed without any deal": (
        lambda h: _shift_balance(h, Decimal("0.01")),
        ("platform", "balance", "differs", 30_000, 30_001),
    ),
    "a trading account that the server does not know": (
        lambda h: h.world.accounts.pop(h.account.login),
        ("platform", "balance", "missing_there", 30_000, None),
    ),
    "a booking on the trading account that no operation stands for": (
        lambda h: ledger.post(
            movements=[Movement("adjustments:USD", h_address(h), Money(900, "USD"), "slip")], key="slip"
        ),
        ("platform", "balance", "differs", 30_900, 30_000),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_each_planted_difference_is_found_and_no_other(house: House, name: str) -> None:
    plant, expected = PLANTED[name]
    plant(house)
    run = reconcile()
    told = [one for one in found() if one[0] != "books"]
    if name == "a payment that the provider does not have":
        assert set(told) == {expected, ("psp", "fee", "missing_there", -1_250, None)}
    else:
        assert told == [expected]
    assert run.opened == len(found())
    reconcile()
    assert Case.objects.filter(state="open").count() == run.opened, "told again, it is the same case"


def _change_line(house: House, kind: ReportKind, minor: int) -> None:
    house.psp.books[:] = [
        replace(line, money=Money(minor, "USD")) if line.kind is kind else line for line in house.psp.books
    ]


def _change_fee(house: House, minor: int) -> None:
    house.psp.books[:] = [replace(line, fee=Money(minor, "USD")) for line in house.psp.books]


def _shift_balance(house: House, by: Decimal) -> None:
    house.world.accounts[house.account.login].balance += by


def h_address(house: House) -> str:
    return f"trading:fake-live:{house.account.login}:USD"


def test_too_little_held_for_clients_is_a_shortfall_and_its_case_ends_when_the_house_pays(
    house: House,
) -> None:
    ledger.post(movements=[Movement("expense:gifts:USD", WALLET, Money(1_234, "USD"), "gift")], key="gift")
    reconcile()
    assert found() == [("books", "client_money", "differs", 50_000, 51_234)]
    assert [one.excess.amount_minor for one in client_money()] == [-1_234]
    ledger.post(
        movements=[Movement("bank:own:USD", "adjustments:USD", Money(1_234, "USD"), "own.money")],
        key="topped",
    )
    assert reconcile().closed == 1
    assert Case.objects.get().state == "closed"


def test_what_is_younger_than_the_grace_is_not_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "GRACE", timedelta(minutes=15))
    house.in_the_books_of_the_provider(ReportKind.PAYMENT, "pay_fresh", 7_700)
    house.on_platform(Decimal("25.00"))
    house.feed()
    reconcile()
    assert found() == []


def test_a_server_that_does_not_answer_is_named_and_nothing_is_said_about_it(house: House) -> None:
    house.on_platform(Decimal("25.00"))
    house.feed()
    reconcile()
    house.world.unreachable = True
    run = reconcile()
    assert (run.state, [one["code"] for one in run.unasked]) == ("partly", ["fake-live"])
    assert Case.objects.get().state == "open", "an unasked source closes no case"


def test_trading_while_the_run_looks_is_no_difference(house: House) -> None:
    """The feed is behind by a trade: the server's own deals are asked before anybody is told."""
    house.trade(Decimal("77.00"))
    reconcile()
    assert found() == []


def test_a_difference_that_goes_away_by_itself_closes_its_case(house: House) -> None:
    house.on_platform(Decimal("25.00"))
    house.feed()
    reconcile()
    house.on_platform(Decimal("-25.00"))
    house.feed()
    reconcile()
    assert {case.reference.split(":")[1]: case.state for case in Case.objects.all()}.keys()
    assert Case.objects.filter(state="open").count() == 2, "two deals past us, and both are told"


# -- putting right


def opened(house: House) -> Case:
    house.on_platform(Decimal("25.00"))
    house.feed()
    reconcile()
    return Case.objects.get()


def approve(correction: Correction, outcome: str = "approved") -> Correction:
    assert correction.approval_id is not None
    decide(
        approval_id=correction.approval_id, by=finance("Felix").user_id, outcome=outcome, note="looked at it"
    )
    work_off()
    correction.refresh_from_db()
    return correction


def test_a_case_is_booked_by_two_people_and_closed_when_the_difference_is_gone(house: House) -> None:
    case, fiona = opened(house), finance("Fiona")
    movement = effects.towards(case, "adjustments:USD")
    assert (movement.debit, movement.credit) == ("adjustments:USD", h_address(house))
    asked = correcting.request_adjustment(
        debit=movement.debit, credit=movement.credit, money=movement.money, reason="The desk gave it.", by=fiona,
        key="k1", case=case,
    )  # fmt: skip
    case.refresh_from_db()
    assert (case.state, posted(h_address(house))) == ("proposed", 30_000)
    assert approve(asked).state == "posted"
    assert posted(h_address(house)) == 32_500
    run = reconcile()
    case.refresh_from_db()
    assert (case.state, [one for one in found() if one[0] != "books"]) == ("closed", [])
    assert run.closed == 1
    assert_books_balance()


def test_who_asked_for_a_correction_does_not_approve_it(house: House) -> None:
    case, fiona = opened(house), finance("Fiona")
    asked = correcting.request_explanation(case=case, reason="Seen.", by=fiona, key="k1")
    assert asked.approval_id is not None
    with pytest.raises(Exception, match="."):
        decide(approval_id=asked.approval_id, by=fiona.user_id, outcome="approved", note="")
    assert posted(h_address(house)) == 30_000


def test_a_refused_correction_books_nothing_and_leaves_the_case_open(house: House) -> None:
    case = opened(house)
    movement = effects.towards(case, "suspense:USD")
    asked = correcting.request_adjustment(
        debit=movement.debit, credit=movement.credit, money=movement.money, reason="?", by=finance("Fiona"),
        key="k1", case=case,
    )  # fmt: skip
    assert approve(asked, "refused").state == "refused"
    case.refresh_from_db()
    assert (case.state, posted(h_address(house)), posted("suspense:USD")) == ("open", 30_000, 0)


def test_an_explained_difference_is_quiet_until_it_changes(house: House) -> None:
    case = opened(house)
    approve(correcting.request_explanation(case=case, reason="Tomorrow.", by=finance("Fiona"), key="k1"))
    reconcile()
    case.refresh_from_db()
    assert case.state == "closed"
    assert [one for one in found() if one[0] != "books"] == []
    assert posted(h_address(house)) == 30_000


def test_the_same_page_twice_asks_for_one_correction_and_another_waits_for_it(house: House) -> None:
    case, fiona = opened(house), finance("Fiona")
    first = correcting.request_explanation(case=case, reason="Seen.", by=fiona, key="k1")
    again = correcting.request_explanation(case=case, reason="Seen.", by=fiona, key="k1")
    assert first.id == again.id
    with pytest.raises(Conflict):
        correcting.request_explanation(case=case, reason="Seen.", by=fiona, key="k2")
    assert Correction.objects.count() == 1


def test_a_correction_is_the_mirror_image_of_a_booking_and_is_made_once(house: House) -> None:
    from tenants.ledger.models import Movement as Row

    booked = Row.objects.get(idem_key__startswith="dep:", leg=0)
    asked = correcting.request_reversal(
        transaction_id=booked.ledger_transaction_id, reason="Not hers.", by=finance("Fiona"), key="k1"
    )
    before = posted("psp:fake:USD")
    assert approve(asked).state == "failed", "the wallet has only 200 of the 500 left, and keeps its floor"
    assert posted("psp:fake:USD") == before
    assert "200.00 USD" in asked.result
    assert_books_balance()


def test_an_account_that_nobody_knows_is_refused(house: House) -> None:
    fiona = finance("Fiona")
    for account in ("client:99:wallet:USD", "psp:stirpe:USD"):
        with pytest.raises(InvalidInput, match="There is no account"):
            correcting.request_adjustment(
                debit="adjustments:USD", credit=account, money=USD_300, reason="x", by=fiona, key=account
            )
    assert not Correction.objects.exists()


def test_a_case_has_an_owner(house: House) -> None:
    case, fiona = opened(house), finance("Fiona")
    assert own_case(case_id=case.id, owner=fiona.user).owner_id == fiona.user_id


def test_two_runs_at_once_are_one(house: House) -> None:
    Reconciliation.objects.create(since=clock.now(), started_at=clock.now())
    with pytest.raises(Conflict):
        reconcile()


# -- the ledger, not our rows, is what is compared


def test_a_deposit_whose_booking_was_reversed_is_missing_here(house: House) -> None:
    from tenants.ledger.models import Movement as Row

    more = house.pay_in(key="page-2", money=Money(10_000, "USD"))
    booked = Row.objects.get(idem_key=f"dep:{more.connection_id}:{more.payment_id}", leg=0)
    ledger.reverse(transaction_id=booked.ledger_transaction_id, key="slip")
    reconcile()
    told = {one for one in found() if one[0] == "psp"}
    assert told == {
        ("psp", "payment", "missing_here", None, 10_000),
        ("psp", "fee", "missing_here", None, -250),
    }


# -- the bank


def bank_line(minor: int, days: int = 5, booked: bool = True, text: str = "") -> BankLine:
    account = BankAccount.objects.get_or_create(
        code="main", defaults={"label": "Main", "currency": "USD", "holder": "Acme"}
    )[0]
    statement = Statement.objects.create(
        account=account, name="a.xml", digest=uuid.uuid4().hex * 2, uploaded_by=uuid.uuid4(), state="booked"
    )
    line = BankLine.objects.create(
        account=account, statement=statement, fingerprint=uuid.uuid4().hex, number=1, currency="USD", text=text,
        booked_on=(clock.now() - timedelta(days=days)).date(), amount_minor=minor,
    )  # fmt: skip
    if booked:
        movement = Movement("bank:main:USD", "suspense:USD", Money(minor, "USD"), "bank.received")
        ledger.post(movements=[movement], key=f"bank:{line.id}")
    return line


def test_lines_that_the_import_booked_agree_and_others_are_told(house: House) -> None:
    bank_line(12_000)
    reconcile()
    assert found() == []
    bank_line(3_300, booked=False)
    bank_line(-4_400, booked=False, text="Somebody's salary")
    reconcile()
    assert sorted(one for one in found() if one[0] == "bank") == [
        ("bank", "line", "missing_here", None, -4_400),
        ("bank", "line", "missing_here", None, 3_300),
    ]


def test_a_line_whose_booking_was_reversed_is_missing_here(house: House) -> None:
    from tenants.ledger.models import Movement as Row

    line = bank_line(12_000)
    booked = Row.objects.get(idem_key=f"bank:{line.id}")
    ledger.reverse(transaction_id=booked.ledger_transaction_id, key="slip")
    reconcile()
    assert ("bank", "line", "missing_here", None, 12_000) in found()
