"""Which way a payment takes, what it costs, and what happens when a provider says no."""

from __future__ import annotations

import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from atrium.kernel.errors import Conflict, InvalidInput, Refused
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.connections.models import Connection
from tenants.connections.services import create_connection, set_state
from tenants.ledger.models import Movement
from tenants.payments import routing
from tenants.payments.models import Attempt, BankAccount, Deposit, Method, Route
from tenants.payments.routing import Fee, Payer, Way
from tenants.payments.services import choose_methods, methods, start_deposit
from tests.payments.shop import (
    CANCEL_URL,
    SUCCESS_URL,
    USD_500,
    Shop,
    assert_books_balance,
    clara,
    posted,
    work_off,
)

A, B, C = (uuid.UUID(int=number) for number in (1, 2, 3))
METHOD = uuid.UUID(int=100)
ANYBODY = Payer("CY", "USD", "", Decimal(500))


def way(number: int, target: uuid.UUID = A, **facts: object) -> Way:
    return replace(Way(uuid.UUID(int=1000 + number), METHOD, target), **facts)  # type: ignore[arg-type]


def chosen(ways: list[Way], payer: Payer = ANYBODY, **more: object) -> list[uuid.UUID | None]:
    return [one.target for one in routing.open_ways(ways, payer, **more)]  # type: ignore[arg-type]


def test_the_smallest_priority_is_asked_first_and_each_target_once() -> None:
    ways = [way(1, C, priority=30), way(2, A, priority=20), way(3, B, priority=10), way(4, A, priority=40)]
    assert chosen(ways) == [B, A, C]
    assert chosen(ways, tried=[B]) == [A, C]


@pytest.mark.parametrize(
    "no",
    [
        {"countries": frozenset({"GB"})},
        {"currencies": frozenset({"EUR"})},
        {"groups": frozenset({"vip"})},
        {"amount_from": Decimal("500.01")},
        {"amount_to": Decimal("499.99")},
        {"direction": "out"},
        {"active": False},
        {"stands": "switched off"},
        {"serves": frozenset({"EUR"})},
    ],
)
def test_each_condition_alone_closes_a_way(no: dict[str, object]) -> None:
    assert chosen([way(1, **no)]) == []  # type: ignore[arg-type]


def test_ends_of_an_amount_belong_to_it() -> None:
    assert chosen([way(1, amount_from=Decimal(500), amount_to=Decimal(500))]) == [A]


@pytest.mark.parametrize(
    ("fee", "costs"),
    [
        (Fee(), 0),
        (Fee(Decimal(1), Decimal("2.5")), 0),
        (Fee(Decimal(1), Decimal("2.5"), True), 1_350),
        (Fee(Decimal(0), Decimal("0.0001"), True), 1),
        (Fee(Decimal(900), Decimal(0), True), 50_000),
    ],
)
def test_a_fee_is_rounded_up_and_never_more_than_the_money(fee: Fee, costs: int) -> None:
    assert routing.fee_of(USD_500, fee) == Money(costs, "USD")


def test_rows_that_are_never_taken_and_amounts_without_a_way_are_named() -> None:
    ways = [
        way(1, A, priority=1, amount_from=Decimal(100), amount_to=Decimal(1000)),
        way(2, A, priority=2, amount_from=Decimal(200), amount_to=Decimal(900)),
        way(3, B, priority=3, currencies=frozenset({"XTS"}), serves=frozenset({"USD"})),
        way(4, C, priority=4, stands="Out of use."),
    ]
    found = routing.faults(ways, ["USD"], Decimal(10), Decimal(5000))
    assert [fault.text for fault in found] == [
        "Never taken: a row above it sends the same payments the same way.",
        "Never taken: this provider does not take XTS.",
        "Out of use.",
        "Deposits from 10 to below 100 USD have no way.",
        "Deposits above 1000 USD have no way.",
    ]


@pytest.fixture
def client(shop: Shop) -> Client:
    return clara()


def second(shop: Shop) -> Connection:
    from tests.contracts import psp_sides

    side = psp_sides.praxis(shop.psp, shop.door)
    return create_connection(kind="psp", vendor="praxis", label="Cashier", credentials=side.credentials)


def card(shop: Shop, *connections: Connection, **facts: object) -> Method:
    method = methods.save_method(label="Card", kind="card", **facts)  # type: ignore[arg-type]
    Method.objects.exclude(id=method.id).delete()
    for place, one in enumerate(connections):
        methods.save_route(method_id=method.id, connection_id=one.id, priority=place)
    return method


def pay_in(client: Client, method: Method, key: str = "page-1", **more: object) -> Deposit:
    return start_deposit(
        client_id=client.id, money=USD_500, key=key, success_url=SUCCESS_URL, cancel_url=CANCEL_URL,
        method_id=method.id, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def orders_of(shop: Shop, deposit: Deposit) -> int:
    return len([one for one in shop.psp.objects("px.session") if one["order_id"] == str(deposit.id)])


def asked(deposit: Deposit) -> list[tuple[str, str]]:
    return list(deposit.attempts.order_by("place").values_list("psp_code", "outcome"))


def test_until_a_table_is_written_every_connection_is_offered_as_it_is(shop: Shop, client: Client) -> None:
    offers = choose_methods(client, USD_500)
    assert [(offer.label, offer.open, offer.fee, offer.arrives) for offer in offers] == [
        ("Cards", True, Money(0, "USD"), USD_500)
    ]
    methods.write_down()
    assert [(one.label, one.open) for one in choose_methods(client, USD_500)] == [("Cards", True)]
    assert Route.objects.get().connection_id == shop.connection.id


def test_a_provider_that_declines_leads_to_the_next_and_nobody_pays_twice(shop: Shop, client: Client) -> None:
    first = second(shop)
    method = card(shop, first, shop.connection)
    shop.psp.plan("refuse_checkout")
    deposit = pay_in(client, method)
    assert (deposit.state, deposit.psp_code) == ("open", "stripe")
    assert asked(deposit) == [("praxis", "declined"), ("stripe", "opened")]
    assert orders_of(shop, deposit) == 0
    shop.hand_in(shop.pay(deposit))
    assert work_off() == []
    assert (posted("client:1:wallet:USD"), Movement.objects.filter(kind="deposit.settled").count()) == (
        50_000,
        1,
    )
    assert_books_balance()


def test_after_a_lost_answer_nobody_else_is_asked(shop: Shop, client: Client) -> None:
    first = second(shop)
    method = card(shop, first, shop.connection)
    shop.psp.plan("drop_answer", path="/cashier/")
    with pytest.raises(Refused, match="does not answer"):
        pay_in(client, method)
    deposit = Deposit.objects.get()
    assert (deposit.state, asked(deposit)) == ("initiated", [("praxis", "asked")])
    assert pay_in(client, method).psp_code == "praxis"
    assert orders_of(shop, deposit) == 1


def test_when_the_last_one_declines_the_deposit_has_failed_and_says_so(shop: Shop, client: Client) -> None:
    method = card(shop, second(shop))
    shop.psp.plan("refuse_checkout")
    with pytest.raises(Refused, match="did not accept this deposit. Nothing was charged"):
        pay_in(client, method)
    deposit = Deposit.objects.get()
    assert (deposit.state, asked(deposit)) == ("failed", [("praxis", "declined")])


def test_whoever_declined_is_not_asked_again_for_the_next_try(shop: Shop, client: Client) -> None:
    method = card(shop, second(shop), shop.connection)
    failed = pay_in(client, method)
    Deposit.objects.filter(id=failed.id).update(state="failed", reason="The payment failed.")
    again = pay_in(client, method, key="page-2", after=failed.id)
    assert asked(again) == [("praxis", "declined"), ("stripe", "opened")]


def test_a_try_that_may_still_be_paid_is_not_replaced(shop: Shop, client: Client) -> None:
    method = card(shop, shop.connection)
    open_one = pay_in(client, method)
    with pytest.raises(Refused, match="may still be paid"):
        pay_in(client, method, key="page-2", after=open_one.id)


def test_a_page_stays_with_its_way_to_pay(shop: Shop, client: Client) -> None:
    method = card(shop, shop.connection)
    pay_in(client, method)
    other = methods.save_method(label="Other", kind="card")
    with pytest.raises(Conflict, match="another way to pay"):
        pay_in(client, other)


def test_a_fee_that_the_client_bears_leaves_the_wallet_as_the_money_arrives(
    shop: Shop, client: Client
) -> None:
    fee = {"fee_fixed": Decimal(1), "fee_percent": Decimal("2.5"), "fee_payer": "client"}
    method = card(shop, shop.connection, **fee)
    offer = choose_methods(client, USD_500)[0]
    assert (offer.fee, offer.arrives) == (Money(1_350, "USD"), Money(48_650, "USD"))
    shop.hand_in(shop.pay(pay_in(client, method)))
    assert work_off() == []
    assert (posted("client:1:wallet:USD"), posted("income:fees:USD")) == (48_650, 1_350)
    assert_books_balance()


def test_what_is_missing_is_said_in_words(shop: Shop, client: Client) -> None:
    card(shop, shop.connection, smallest=Decimal(600))
    assert choose_methods(client, USD_500)[0].missing == ("From 600.00 USD.",)
    set_state(connection_id=shop.connection.id, active=False)
    assert choose_methods(client, USD_500)[0].missing == (
        "Out of use at the moment: its provider is switched off.",
    )


def test_what_is_for_others_is_not_shown(shop: Shop, client: Client) -> None:
    method = card(shop, shop.connection)
    Route.objects.filter(method=method).update(countries=["GB"])
    assert choose_methods(client, USD_500) == []
    with pytest.raises(Refused, match="no way to deposit"):
        pay_in(client, method)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"label": " "}, "label"),
        ({"kind": "cheque"}, "kind"),
        ({"fee_fixed": Decimal(-1)}, "fee_fixed"),
        ({"fee_percent": Decimal(51)}, "fee_percent"),
        ({"smallest": Decimal(10), "largest": Decimal(9)}, "largest"),
        ({"smallest": Decimal("NaN")}, "largest"),
        ({"smallest": Decimal(5), "fee_fixed": Decimal(5), "fee_payer": "client"}, "smallest"),
    ],
)
def test_a_method_that_cannot_be_is_refused_with_its_field(
    shop: Shop, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        methods.save_method(**{"label": "Card", "kind": "card", **facts})  # type: ignore[arg-type]
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"countries": ["Cyprus"]}, "countries"),
        ({"currencies": ["DOLLAR"]}, "currencies"),
        ({"amount_from": Decimal(2), "amount_to": Decimal(1)}, "amount_to"),
        ({"connection_id": None}, "target"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_field(
    shop: Shop, facts: dict[str, object], field: str
) -> None:
    method = methods.save_method(label="Card", kind="card")
    given = {"connection_id": shop.connection.id, **facts}
    with pytest.raises(InvalidInput) as refusal:
        methods.save_route(method_id=method.id, **given)  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_a_bank_account_keeps_its_code_once_money_has_moved_under_it(shop: Shop, client: Client) -> None:
    account = methods.save_bank_account(code="main", label="Main", currency="USD", holder="Acme Ltd")
    methods.save_bank_account(account_id=account.id, code="main-usd")
    wire = methods.save_method(label="Bank transfer", kind="wire")
    methods.save_route(method_id=wire.id, bank_account=account)
    deposit = pay_in(client, wire)
    assert (deposit.state, deposit.reference, deposit.bank_account) == ("open", "DEP-0000001-3", account)
    with pytest.raises(Refused, match="it stays"):
        methods.save_bank_account(account_id=account.id, code="other")
    assert BankAccount.objects.get().code == "main-usd"
    assert not Attempt.objects.exists()
