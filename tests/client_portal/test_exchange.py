"""Between wallets by page: the rate that was shown, or nothing; and from one trading account to another."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from atrium.kernel import clock
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.ledger.selectors import balance
from tenants.rates.models import Rate
from tenants.wallets.models import Transfer, WalletTransfer
from tests.client_portal.conftest import Desk, Portal, fund

KEY = "made-with-the-page-0001"


@pytest.fixture
def rate(clara: Client) -> Rate:
    fund(clara, Money.of("500", "USD"))
    return Rate.objects.create(base="EUR", quote="USD", rate=Decimal("1.25"), at=clock.now())


def post(portal: Portal, amount: str = "100", **more: str) -> Any:
    return portal.post(
        "/exchange/", {"source": "client:USD", "target": "client:EUR", "amount": amount, "key": KEY, **more}
    )


def test_the_rate_is_shown_and_then_it_is_exchanged_once(rate: Rate, as_clara: Portal) -> None:
    review = post(as_clara)
    assert review.context["quote"].bought == Money.of("80", "EUR")
    assert not WalletTransfer.objects.exists()
    shown = review.context["rate_plain"]
    for _ in range(2):
        assert post(as_clara, confirm="1", rate=shown).status_code == 302
    assert balance("client:1:wallet:EUR").posted == Money.of("80", "EUR")
    assert balance("client:1:wallet:USD").posted == Money.of("400", "USD")
    assert WalletTransfer.objects.count() == 1


@pytest.mark.parametrize("given", ["0.9", "NaN", "abc", "-1", "1e400"])
def test_another_rate_than_the_one_that_holds_exchanges_nothing(
    rate: Rate, as_clara: Portal, given: str
) -> None:
    answer = post(as_clara, confirm="1", rate=given)
    assert answer.status_code == 422
    assert "The rate has changed to 0.8" in answer.content.decode()
    assert not WalletTransfer.objects.exists()


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("501", "Only 500.00 USD is available"),
        ("0", "above zero"),
        ("1e400", "Write it like 250.00"),
        ("1.234", "Write it"),
    ],
)
def test_a_wrong_amount_says_why(rate: Rate, as_clara: Portal, amount: str, says: str) -> None:
    shown = post(as_clara).context["rate_plain"]
    answer = post(as_clara, amount, confirm="1", rate=shown)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not WalletTransfer.objects.exists()


def test_from_one_trading_account_to_another_by_way_of_the_wallet(
    desk: Desk, clara: Client, as_clara: Portal
) -> None:
    from tenants.trading import services as trading

    fund(clara, Money.of("500", "USD"))
    one = desk.open(clara)
    other = trading.open_trading_account(client=clara, product=desk.products["live"], key="second").account
    as_clara.post("/transfer/", {"way": f"in:{one.id}", "amount": "200", "key": KEY})
    way = {"way": f"on:{one.id}:{other.id}", "amount": "150", "key": "made-with-the-page-0002"}
    for _ in range(2):
        assert as_clara.post("/transfer/", way).status_code == 302
    assert sorted(Transfer.objects.values_list("account__login", "direction", "amount_minor")) == sorted(
        [
            (one.login, "to_account", 20_000),
            (one.login, "to_wallet", 15_000),
            (other.login, "to_account", 15_000),
        ]
    )
    assert balance("client:1:wallet:USD").posted == Money.of("300", "USD")
