"""A payout is asked for once per page, from money that is there, and shows its state."""

import re

import pytest

from atrium.kernel.money import Money
from tenants.approvals.services import decide
from tenants.connections.services import create_connection
from tenants.ibs.models import Partner
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger
from tenants.payments.models import Destination, Withdrawal
from tenants.staff.services import add_member
from tests.payments.money_out import IBAN, house_bank, mailed_code
from tests.payments.shop import place_of, work_off


@pytest.fixture
def method(in_acme, cast):
    """The broker's bank account, and a place that a second person has looked at, for each partner."""
    house_bank()
    for partner in Partner.objects.all():
        place_of(partner, IBAN, kind="bank")
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


def ask(browser, amount="20.00", destination="", key=""):
    page = browser.get("/payouts/")
    key = key or key_of(page)
    destination = destination or re.search(r'<option value="([0-9a-f-]{36})"', page.content.decode())[1]
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
    assert "Bank account DE89…3000" in page


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
    Destination.objects.filter(party_id=cast.people.ivan.id).delete()
    assert "DE89" not in of(cast.people.ivan).get("/payouts/").content.decode()


def test_a_strangers_place_is_no_choice(cast, of, method):
    theirs = Destination.objects.get(party_id=cast.people.ivan.id)
    answer, _key = ask(of(cast.people.ida), destination=str(theirs.id))
    assert answer.status_code == 422
    assert "Choose one of your own verified destinations." in answer.content.decode()
    assert Withdrawal.objects.count() == 0


def test_a_place_is_added_with_a_code_looked_at_by_a_second_person_and_then_chosen(cast, of, in_acme):
    """The whole road of a partner without any place: the page asks for one, a code is mailed, somebody else approves."""
    house_bank()
    ida, browser = cast.people.ida, of(cast.people.ida)
    assert "Say first where your money may go" in browser.get("/payouts/").content.decode()
    page = browser.get("/payouts/destinations/")
    told = {"kind": "bank", "number": IBAN, "holder": "Ida IB", "bic": "", "network": "", "key": key_of(page)}
    wrong = browser.post("/payouts/destinations/", told | {"number": IBAN[:-1] + "1"})
    assert (wrong.status_code, Destination.objects.count()) == (422, 0)
    second = browser.post("/payouts/destinations/", told)
    assert "We have mailed six digits" in second.content.decode()
    refused = browser.post("/payouts/destinations/", told | {"confirm": "1", "code": "000000"})
    assert (refused.status_code, Destination.objects.count()) == (422, 0)
    done = browser.post("/payouts/destinations/", told | {"confirm": "1", "code": mailed_code(ida.user)})
    assert (done.status_code, done["Location"]) == (302, "/payouts/destinations/")
    place = Destination.objects.get()
    assert (place.party_kind, place.party_id, place.state) == ("ib", ida.id, "pending")
    assert "<option" not in browser.get("/payouts/").content.decode()
    assert of(cast.people.ivan).post(f"/payouts/destinations/{place.id}/remove/").status_code == 404
    fay = add_member(email="fay@acme.example", name="Fay", role="Finance")
    decide(approval_id=place.approval_id, by=fay.user_id, outcome="approved", note="Seen.")
    assert work_off() == []
    answer, _key = ask(browser)
    assert (answer.status_code, Withdrawal.objects.get().target_id) == (302, place.id)
    browser.post(f"/payouts/destinations/{place.id}/remove/")
    place.refresh_from_db()
    assert place.state == "verified"  # money is on its way there
