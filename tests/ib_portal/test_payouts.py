"""A payout is asked for once per page, from money that is there, and shows its state."""

import re

import pytest

from atrium.kernel.money import Money
from tenants.connections.services import create_connection
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger
from tenants.payments.models import Withdrawal


@pytest.fixture
def method(in_acme):
    """A provider that pays out."""
    return create_connection(
        kind="psp",
        vendor="stripe",
        label="Stripe",
        credentials={"secret_key": "sk_test_x", "webhook_secret": "whsec_x"},
    )


def key_of(page):
    return re.search(r'name="key" value="([A-Za-z0-9_-]{20,64})"', page.content.decode())[1]


def wallet(partner):
    return ledger.balance(addresses.ib_wallet(partner.number, partner.currency))


def ask(browser, amount="20.00", destination="DE89 3704 0044 0532 0130 00", key=""):
    key = key or key_of(browser.get("/payouts/"))
    return browser.post("/payouts/", {"amount": amount, "destination": destination, "key": key}), key


def test_what_is_due_comes_to_the_wallet_before_the_payout_is_asked_for(cast, of, method):
    ida = cast.people.ida
    assert wallet(ida).posted == Money.of("0.00", "USD")
    answer, _key = ask(of(ida))
    assert (answer.status_code, answer["Location"]) == (302, "/payouts/")
    assert (str(wallet(ida).posted), str(wallet(ida).held), str(wallet(ida).available)) == (
        "33.00 USD", "20.00 USD", "13.00 USD",
    )  # fmt: skip
    page = of(ida).get("/payouts/").content.decode()
    assert "Waiting for approval" in page
    assert "DE89 3704 0044 0532 0130 00" in page


def test_a_double_click_asks_once(cast, of, method):
    browser = of(cast.people.ida)
    _answer, key = ask(browser)
    again, _key = ask(browser, key=key)
    assert again.status_code == 302
    assert Withdrawal.objects.count() == 1


def test_a_page_used_for_another_payout_is_not_used_again(cast, of, method):
    browser = of(cast.people.ida)
    _answer, key = ask(browser)
    other, _key = ask(browser, amount="11.00", key=key)
    assert other.status_code == 422
    assert "This page was used for another payout before" in other.content.decode()
    assert key_of(other) != key
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("33.01", "available"),
        ("0", "above zero"),
        ("-5", "above zero"),
        ("1", "The smallest payout is 10.00 USD"),
        ("12.345", "USD"),
        ("much", "Enter a number"),
    ],
)
def test_what_cannot_be_paid_is_refused_beside_the_field_and_holds_nothing(cast, of, method, amount, said):
    answer, _key = ask(of(cast.people.ida), amount=amount)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert wallet(cast.people.ida).held == Money.of("0.00", "USD")
    assert Withdrawal.objects.count() == 0


def test_another_partners_payouts_are_not_in_the_list(cast, of, method):
    ask(of(cast.people.ida))
    assert "DE89" not in of(cast.people.ivan).get("/payouts/").content.decode()
