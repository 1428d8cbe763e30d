"""Exchange, and money between a client's wallet and the same person's IB wallet: at once, exactly once, at a rate that is kept."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from atrium.kernel import tenancy
from atrium.kernel.errors import AtriumError, Conflict, InvalidInput, Refused
from atrium.kernel.money import InvalidAmount, Money
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.ibs.services import create_partner
from tenants.ledger import selectors as ledger
from tenants.ledger import services as posting
from tenants.ledger.models import Movement as Row
from tenants.ledger.refusals import InsufficientFunds
from tenants.ledger.types import Movement
from tenants.outbox.models import Event
from tenants.rates.services import record_rate, set_markup
from tenants.wallets import selectors, services
from tenants.wallets.models import WalletTransfer
from tests.payments.shop import clara

USD, EUR = "client:1:wallet:USD", "client:1:wallet:EUR"
PEOPLE = 8


class People:
    """Clara with 500 USD, who is a partner too; a partner who is somebody else; 1 EUR costs 1.25 USD, 2 % is kept."""

    def __init__(self) -> None:
        self.clara: Client = clara()
        self.partner: Partner = create_partner(
            name="Clara", email="clara@ib.example", currency="USD", person=self.clara.user.person
        )
        self.ivan: Partner = create_partner(name="Ivan", email="ivan@ib.example", currency="USD")
        record_rate(base="EUR", quote="USD", rate=Decimal("1.25"))
        set_markup(percent=Decimal(2))
        posting.post(
            movements=[Movement("psp:stripe:USD", USD, Money(50_000, "USD"), "deposit.settled")],
            key="dep:x:1",
        )

    def exchange(self, cents: int = 10_000, key: str = "page-1", **other: Any) -> WalletTransfer:
        facts = {"from_currency": "USD", "to_currency": "EUR", "money": Money(cents, "USD"), **other}
        return services.exchange(owner=self.clara, key=key, **facts)

    @property
    def ib_wallet(self) -> str:
        return f"ib:{self.partner.number}:wallet:USD"


@pytest.fixture
def people(in_acme: tenancy.Tenant) -> People:
    return People()


def held(*addresses: str) -> list[str]:
    found = ledger.balances(addresses)
    return [found[address].posted.plain() for address in addresses]


def test_an_exchange_goes_through_the_clearing_accounts_and_the_spread_is_income(people: People) -> None:
    made = people.exchange()

    assert held(USD, EUR) == ["400.00", "78.40"]
    assert held("fx:USD", "fx:EUR", "income:fx_spread:EUR") == ["100.00", "-80.00", "1.60"]
    assert (made.rate, made.reference_rate, made.markup_percent) == (
        Decimal("0.784"),
        Decimal("0.8"),
        Decimal(2),
    )
    assert (made.rate_source, made.rate_path, made.spread) == (
        "broker",
        "inverse of EUR/USD 1.25",
        Money(160, "EUR"),
    )
    assert made.rate_at is not None
    assert ledger.verify() == ()
    assert [item for item in ledger.verify_rows() if "dep:x:1" not in item.subject] == []


def test_no_movement_has_two_currencies(people: People) -> None:
    people.exchange()

    for row in Row.objects.select_related("debit", "credit"):
        assert row.debit.currency == row.credit.currency == row.currency


def test_the_same_page_twice_is_one_exchange(people: People) -> None:
    first, second = people.exchange(), people.exchange()

    assert first.id == second.id
    assert held(USD, EUR) == ["400.00", "78.40"]
    assert Event.objects.filter(kind="wallet.moved").count() == 1


@pytest.mark.parametrize("other", [{"cents": 9_999}, {"to_currency": "GBP"}], ids=str)
def test_a_page_that_was_used_for_something_else_adds_nothing(people: People, other: dict[str, Any]) -> None:
    people.exchange()

    with pytest.raises(Conflict, match="nothing was added"):
        people.exchange(**other)
    assert WalletTransfer.objects.count() == 1


def test_the_rate_that_was_shown_is_the_rate_or_nothing_happens(people: People) -> None:
    with pytest.raises(Refused, match=r"rate has changed to 0\.784") as refusal:
        people.exchange(rate=Decimal("0.79"))
    assert refusal.value.field == "rate"
    assert held(USD, EUR) == ["500.00", "0.00"]

    assert people.exchange(rate=Decimal("0.784")).bought == Money(7840, "EUR")


def test_more_than_there_is_is_not_exchanged(people: People) -> None:
    with pytest.raises(InsufficientFunds, match=r"Only 500\.00 USD"):
        people.exchange(50_001)
    assert not WalletTransfer.objects.exists()
    assert held(USD, EUR, "fx:USD") == ["500.00", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("other", "kind", "message"),
    [
        ({"cents": 0}, Refused, "more than zero"),
        ({"cents": -5}, Refused, "more than zero"),
        ({"to_currency": "USD"}, Refused, "same wallet"),
        ({"to_currency": "XXX"}, Refused, "No exchange rate"),
        ({"to_currency": "eur"}, InvalidAmount, "capital letters"),
        ({"money": Money(5, "EUR")}, InvalidInput, "must be in USD"),
        ({"key": ""}, InvalidInput, "key is missing"),
        ({"cents": 1}, Refused, "less than the smallest amount of EUR"),
    ],
)
def test_what_cannot_be_exchanged_is_said(
    people: People, other: dict[str, Any], kind: type[AtriumError], message: str
) -> None:
    with pytest.raises(kind, match=message):
        people.exchange(**other)
    assert held(USD, EUR) == ["500.00", "0.00"]


def test_there_and_back_again_earns_the_client_nothing(people: People) -> None:
    set_markup(percent=Decimal(0))
    for cents in (1, 2, 3, 7, 33, 101):
        try:
            bought = people.exchange(cents, key=f"out{cents}").bought
        except Refused:
            continue
        services.exchange(
            owner=people.clara, from_currency="EUR", to_currency="USD", money=bought, key=f"back{cents}"
        )
    assert held(EUR) == ["0.00"]
    assert Decimal(held(USD)[0]) <= 500
    assert ledger.verify() == ()


def test_money_moves_between_the_wallets_of_one_person_both_ways(people: People) -> None:
    usd = Money(10_000, "USD")
    services.transfer_between(source=people.clara, target=people.partner, money=usd, key="a")
    services.transfer_between(
        source=people.partner, target=people.clara, money=Money(4_000, "USD"), to_currency="EUR", key="b"
    )

    assert held(USD, people.ib_wallet, EUR) == ["400.00", "60.00", "31.36"]
    assert [move.key for move in selectors.moves_of(people.partner)] == ["b", "a"]
    assert [held.posted.format() for held in selectors.wallets(people.clara)] == ["400.00 USD", "31.36 EUR"]
    assert ledger.verify() == ()


def test_money_does_not_move_to_another_person(people: People) -> None:
    with pytest.raises(Refused, match="same person only"):
        services.transfer_between(source=people.clara, target=people.ivan, money=Money(1, "USD"), key="gift")
    assert held(USD) == ["500.00"]


def test_a_suspended_partner_takes_nothing_out_and_may_be_paid(people: People) -> None:
    services.transfer_between(source=people.clara, target=people.partner, money=Money(100, "USD"), key="a")
    Partner.objects.filter(id=people.partner.id).update(status="suspended")

    with pytest.raises(Refused, match="suspended"):
        services.transfer_between(source=people.partner, target=people.clara, money=Money(1, "USD"), key="b")
    services.transfer_between(source=people.clara, target=people.partner, money=Money(100, "USD"), key="c")

    assert held(people.ib_wallet) == ["2.00"]


@pytest.mark.usefixtures("committed")
class TestRaces:
    def crowd(self, acme: tenancy.Tenant, verb: Any) -> Counter[str]:
        start = threading.Barrier(PEOPLE)

        def one(number: int) -> str:
            with tenancy.entered(acme):
                try:
                    Client.objects.count()  # connected before the start
                    start.wait(timeout=60)
                    return str(verb(number).id)
                except AtriumError as refusal:
                    return type(refusal).__name__
                finally:
                    connection.close()

        with ThreadPoolExecutor(PEOPLE) as pool:
            return Counter(pool.map(one, range(PEOPLE)))

    def test_exactly_as_many_exchanges_as_there_is_money_for(self, acme: tenancy.Tenant) -> None:
        with tenancy.entered(acme):
            people = People()

        came = self.crowd(acme, lambda number: people.exchange(20_000, key=f"page-{number}"))

        assert came["InsufficientFunds"] == PEOPLE - 2
        with tenancy.entered(acme):
            assert held(USD, EUR, "fx:USD") == ["100.00", "313.60", "400.00"]
            assert WalletTransfer.objects.count() == 2
            assert ledger.verify() == ()

    def test_one_page_in_many_hands_is_one_exchange(self, acme: tenancy.Tenant) -> None:
        with tenancy.entered(acme):
            people = People()

        came = self.crowd(acme, lambda _: people.exchange())

        assert list(came.values()) == [PEOPLE]
        with tenancy.entered(acme):
            assert held(USD, EUR) == ["400.00", "78.40"]

    def test_opposite_directions_at_once_lose_nothing(self, acme: tenancy.Tenant) -> None:
        with tenancy.entered(acme):
            people = People()
            usd = Money(20_000, "USD")
            services.transfer_between(source=people.clara, target=people.partner, money=usd, key="begin")

        def swap(number: int) -> WalletTransfer:
            pair = (people.clara, people.partner) if number % 2 else (people.partner, people.clara)
            return services.transfer_between(
                source=pair[0], target=pair[1], money=Money(100, "USD"), key=f"page-{number}"
            )

        came = self.crowd(acme, swap)

        assert len(came) == PEOPLE
        with tenancy.entered(acme):
            assert held(USD, people.ib_wallet) == ["300.00", "200.00"]
            assert ledger.verify() == ()
