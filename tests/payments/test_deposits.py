"""A deposit walks from the page to the wallet once, whatever the provider sends and how often."""

from __future__ import annotations

import itertools

import pytest

from atrium.kernel.errors import Conflict, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from tenants.activity.models import Entry
from tenants.approvals.models import Approval
from tenants.approvals.services import decide
from tenants.clients.models import Client
from tenants.inbox.models import Message
from tenants.kyc.services import create_default_policy, set_policy
from tenants.ledger.models import Movement
from tenants.outbox.models import Event
from tenants.payments import services
from tenants.payments.models import Deposit
from tests.payments.shop import USD_500, Shop, assert_books_balance, clara, finance, posted, work_off

WALLET = "client:1:wallet:USD"
PSP = "psp:stripe:USD"


@pytest.fixture
def client(shop: Shop) -> Client:
    return clara()


def state_of(deposit: Deposit) -> str:
    deposit.refresh_from_db()
    return deposit.state


def test_a_paid_deposit_is_in_the_wallet_and_the_fee_is_ours(shop: Shop, client: Client) -> None:
    deposit = shop.deposit(client)
    assert (deposit.state, deposit.checkout_url.startswith(shop.psp.url)) == ("open", True)
    assert shop.hand_in(shop.pay(deposit)).status_code == 200
    assert state_of(deposit) == "open"
    assert work_off() == []
    assert state_of(deposit) == "settled"
    assert (posted(WALLET), posted(PSP), posted("expense:psp_fees:USD")) == (50_000, -48_750, -1_250)
    assert deposit.payment_id.startswith("pi_")
    assert client_status(client) == "funded"
    assert_books_balance()


def client_status(client: Client) -> str:
    client.lead.refresh_from_db()
    return client.lead.status


def test_the_movements_are_those_of_the_chart(shop: Shop, client: Client) -> None:
    deposit = shop.deposit(client)
    shop.hand_in(shop.pay(deposit))
    work_off()
    rows = Movement.objects.order_by("leg").values_list("debit__address", "credit__address", "amount_minor")
    assert list(rows) == [(PSP, WALLET, 50_000), ("expense:psp_fees:USD", PSP, 1_250)]


def test_the_same_webhook_five_times_is_one_deposit(shop: Shop, client: Client) -> None:
    deposit = shop.deposit(client)
    received = shop.pay(deposit)
    assert [shop.hand_in(received).status_code for _ in range(5)] == [200] * 5
    assert work_off() == []
    assert Message.objects.count() == 1
    assert Event.objects.filter(kind="inbox.received").count() == 1
    assert posted(WALLET) == 50_000
    assert_books_balance()


def test_an_event_sent_again_later_changes_nothing(shop: Shop, client: Client) -> None:
    deposit = shop.deposit(client)
    received = shop.pay(deposit)
    shop.hand_in(received)
    work_off()
    shop.psp.resend(str(Message.objects.get().external_id))
    shop.caught.clear()
    again = shop.catch("checkout.session.completed")[0]
    assert again.headers["Stripe-Signature"] != ""
    assert shop.hand_in(again).status_code == 200
    assert work_off() == []
    assert (Message.objects.count(), posted(WALLET)) == (1, 50_000)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_no_order_of_arrival_changes_the_end(shop: Shop, client: Client, order: tuple[int, ...]) -> None:
    deposit = shop.deposit(client)
    shop.psp.pay(deposit.psp_reference, number="4000000000000002")
    shop.psp.pay(deposit.psp_reference)
    kinds = ("payment_intent.payment_failed", "payment_intent.succeeded", "checkout.session.completed")
    events = shop.catch(*kinds)
    for place in order:
        assert shop.hand_in(events[place]).status_code == 200
        assert work_off() == []
    assert (state_of(deposit), posted(WALLET)) == ("settled", 50_000)
    assert Message.objects.count() == 3
    assert_books_balance()


def test_a_webhook_that_is_faster_than_our_own_row_finds_the_deposit(shop: Shop, client: Client) -> None:
    deposit = shop.deposit(client)
    received = shop.pay(deposit)
    Deposit.objects.filter(id=deposit.id).update(psp_reference="", checkout_url="", state="initiated")
    shop.hand_in(received)
    assert work_off() == []
    assert (state_of(deposit), posted(WALLET)) == ("settled", 50_000)
    assert shop.deposit(client).state == "settled"


def test_an_expired_page_fails_the_deposit_and_books_nothing(shop: Shop, client: Client) -> None:
    deposit = shop.deposit(client)
    key = {"Authorization": f"Bearer {shop.secret_key}"}
    shop.psp.http.post(
        f"/v1/checkout/sessions/{deposit.psp_reference}/expire", headers=key
    ).raise_for_status()
    shop.hand_in(shop.catch("checkout.session.expired")[0])
    assert work_off() == []
    assert (state_of(deposit), deposit.reason) == ("failed", "The payment page expired.")
    assert not Movement.objects.exists()


def test_another_amount_goes_to_review_and_a_second_person_lets_it_in(shop: Shop, client: Client) -> None:
    deposit = shop.deposit(client)
    shop.psp.plan("wrong_amount", amount=40_000)
    shop.hand_in(shop.pay(deposit))
    assert work_off() == []
    assert (state_of(deposit), posted(WALLET), posted("suspense:USD")) == ("review", 0, 40_000)
    assert not Event.objects.filter(kind="deposit.settled").exists()
    approval = Approval.objects.get(subject_id=deposit.id)
    decide(approval_id=approval.id, by=finance("Fay").user_id, outcome="approved")
    assert work_off() == []
    assert (state_of(deposit), posted(WALLET), posted("suspense:USD")) == ("settled", 40_000, 0)
    assert_books_balance()


def test_another_currency_goes_to_review_and_a_refusal_leaves_it_in_suspense(
    shop: Shop, client: Client
) -> None:
    deposit = shop.deposit(client)
    shop.psp.plan("wrong_amount", amount=50_000, currency="eur")
    shop.hand_in(shop.pay(deposit))
    assert work_off() == []
    assert state_of(deposit) == "review"
    approval = Approval.objects.get(subject_id=deposit.id)
    decide(approval_id=approval.id, by=finance("Fay").user_id, outcome="refused", note="Not ours")
    assert work_off() == []
    assert (state_of(deposit), posted(WALLET), posted("client:1:wallet:EUR")) == ("failed", 0, 0)
    assert posted("suspense:EUR") == 50_000
    assert_books_balance()


def test_a_double_click_is_one_deposit_and_one_page(shop: Shop, client: Client) -> None:
    first, second = shop.deposit(client), shop.deposit(client)
    assert (first.id, first.checkout_url) == (second.id, second.checkout_url)
    assert Deposit.objects.count() == 1


def test_the_same_page_with_another_amount_is_a_conflict(shop: Shop, client: Client) -> None:
    shop.deposit(client)
    with pytest.raises(Conflict, match="another amount"):
        shop.deposit(client, Money(60_000, "USD"))


def test_a_lost_answer_keeps_the_deposit_and_the_next_click_finds_the_same_page(
    shop: Shop, client: Client
) -> None:
    before = len(shop.psp.objects("checkout.session"))
    shop.psp.plan("drop_answer", path="/v1/checkout/sessions")
    with pytest.raises(Refused, match="Nothing was charged; try again"):
        shop.deposit(client)
    assert Deposit.objects.get().state == "initiated"
    deposit = shop.deposit(client)
    assert deposit.state == "open"
    assert len(shop.psp.objects("checkout.session")) == before + 1


def test_a_webhook_that_never_comes_is_made_up_for_by_the_sweep(shop: Shop, client: Client) -> None:
    deposit = shop.deposit(client)
    shop.psp.pay(deposit.psp_reference)
    Deposit.objects.filter(id=deposit.id).update(created_at="2026-01-01T00:00:00Z")
    assert services.sweep() == 1
    assert (state_of(deposit), posted(WALLET)) == ("settled", 50_000)


@pytest.mark.parametrize(
    ("money", "says"),
    [
        (Money(0, "USD"), "more than zero"),
        (Money(-50_000, "USD"), "more than zero"),
        (Money(999, "USD"), "The smallest deposit is 10.00 USD"),
        (Money(10_000_001, "USD"), "The largest deposit at once is 100,000.00 USD"),
        (Money(50_000, "EUR"), "Your wallet is in USD"),
        (Money(50_000, "XTS"), "no way to deposit XTS"),
    ],
)
def test_a_deposit_that_may_not_be_is_refused_with_its_reason(
    shop: Shop, client: Client, money: Money, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        shop.deposit(client, money)
    assert not Deposit.objects.exists()


def test_identity_comes_first_where_the_broker_wants_it(shop: Shop, client: Client) -> None:
    create_default_policy(None)  # type: ignore[arg-type]
    set_policy(live_requires_level=0, deposit_requires_level=1)
    with pytest.raises(Refused, match="verification level 1"):
        shop.deposit(client)
    assert not Deposit.objects.exists()


def test_a_stranger_to_the_broker_has_no_deposit(shop: Shop) -> None:
    with pytest.raises(NotFound):
        services.start_deposit(
            client_id=new_id(), money=USD_500, key="k", success_url="http://a", cancel_url="http://b"
        )


def test_the_timeline_tells_it_in_words(shop: Shop, client: Client) -> None:
    shop.hand_in(shop.pay(shop.deposit(client)))
    work_off()
    said = list(
        Entry.objects.filter(subject_kind="client", verb__startswith="deposit").values_list("text", flat=True)
    )
    assert sorted(said) == ["Deposit of 500.00 USD begun", "Deposit of 500.00 USD received"]
