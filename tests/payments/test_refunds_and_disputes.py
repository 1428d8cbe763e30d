"""Money that goes back to its payer: because we send it, or because the payer's bank takes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from atrium.kernel.errors import Denied, Refused
from tenants.approvals import services as approvals
from tenants.clients.models import Client
from tenants.ledger import services as ledger
from tenants.ledger.types import Movement
from tenants.notifications.models import Notification
from tenants.payments import services
from tenants.payments.models import Deposit, Dispute, Finding, Payout, Withdrawal
from tenants.payments.services.reconciling import client_money, reconcile, sources
from tenants.staff.models import Member
from tests.payments.money_out import WALLET, ask, by_card, decide, fund, parts, usd
from tests.payments.shop import Shop, assert_books_balance, available, clara, finance, posted, work_off

OWED = "client:1:chargebacks:USD"
PSP = "psp:stripe:USD"


@pytest.fixture
def client(shop: Shop) -> Client:
    return clara()


@pytest.fixture
def fay(shop: Shop) -> Member:
    return finance("Fay")


@pytest.fixture
def amy(shop: Shop) -> Member:
    return finance("Amy")


def refund(deposit: Deposit, by: Member, minor: int = 20_000, key: str = "page-1") -> Withdrawal:
    return services.refund_deposit(
        deposit_id=deposit.id, money=usd(minor), reason="Paid twice", by=by.user_id, key=key
    )


def dispute(shop: Shop, deposit: Deposit) -> str:
    answer = shop.psp.http.post(f"/_control/charges/{deposit.payment_id}/dispute", json={})
    return str(answer.raise_for_status().json()["id"])


def close(shop: Shop, reference: str, status: str) -> None:
    shop.psp.http.post(f"/_control/disputes/{reference}/close", json={"status": status}).raise_for_status()


def hear(shop: Shop, kind: str) -> None:
    shop.caught.clear()
    shop.hand_in(shop.catch(kind)[0])
    assert work_off() == []


def test_a_refund_is_asked_by_one_and_approved_by_another(
    shop: Shop, client: Client, fay: Member, amy: Member
) -> None:
    deposit = by_card(shop, client, usd(50_000))
    asked = refund(deposit, fay)
    assert (asked.purpose, available(WALLET), posted(WALLET)) == ("refund", 30_000, 50_000)
    assert refund(deposit, fay).id == asked.id
    assert asked.approval_id is not None
    with pytest.raises(Denied):
        approvals.decide(approval_id=asked.approval_id, by=fay.user_id, outcome="approved")
    decide(asked, amy)
    assert (asked.state, posted(WALLET)) == ("paid", 30_000)
    with pytest.raises(Refused, match=r"300.00 USD of this deposit can still go back"):
        refund(deposit, fay, 30_001, "page-2")
    assert_books_balance()


def test_a_deposit_is_refunded_no_further_than_it_came(
    shop: Shop, client: Client, fay: Member, amy: Member
) -> None:
    """Also where the wallet has enough from elsewhere, and while the first refund is only asked for."""
    deposit = by_card(shop, client, usd(50_000))
    fund(client, usd(50_000))
    refund(deposit, fay, 40_000)
    with pytest.raises(Refused):
        refund(deposit, fay, 20_000, key="page-2")
    assert (Withdrawal.objects.count(), available(WALLET)) == (1, 60_000)


def test_what_the_wallet_has_not_cannot_be_refunded(shop: Shop, client: Client, fay: Member) -> None:
    deposit = by_card(shop, client, usd(50_000))
    ask(client, usd(40_000), None)
    with pytest.raises(Refused, match=r"100.00 USD"):
        refund(deposit, fay)
    assert available(WALLET) == 10_000


def test_a_refund_that_fails_days_later_comes_back_to_the_wallet(
    shop: Shop, client: Client, fay: Member, amy: Member
) -> None:
    deposit = by_card(shop, client, usd(50_000))
    asked = decide(refund(deposit, fay), amy)
    part = Payout.objects.get(withdrawal=asked)
    shop.psp.http.post(f"/_control/refunds/{part.reference}/fail").raise_for_status()
    hear(shop, "refund.failed")
    asked.refresh_from_db()
    assert (asked.state, parts(asked), posted(WALLET)) == (
        "returned",
        [("refund", 20_000, "returned")],
        50_000,
    )
    assert_books_balance()


def test_a_pending_refund_holds_its_money_until_it_is_done(
    shop: Shop, client: Client, fay: Member, amy: Member
) -> None:
    deposit = by_card(shop, client, usd(50_000))
    shop.psp.plan("pending_refund")
    asked = decide(refund(deposit, fay), amy)
    assert (asked.state, parts(asked)) == ("sending", [("refund", 20_000, "sent")])
    assert (posted(WALLET), available(WALLET)) == (50_000, 30_000)


@pytest.mark.parametrize("fault", ["drop_answer", "lose_request", "server_error"])
def test_whatever_becomes_of_the_answer_the_card_gets_it_once(
    shop: Shop, client: Client, fay: Member, amy: Member, fault: str
) -> None:
    deposit = by_card(shop, client, usd(50_000))
    asked = refund(deposit, fay)
    assert asked.approval_id is not None
    approvals.decide(approval_id=asked.approval_id, by=amy.user_id, outcome="approved")
    shop.psp.plan(fault, path="/v1/refunds")
    assert len(work_off()) == 1
    assert posted(WALLET) == 50_000
    services.send_payout(withdrawal_id=asked.id)
    asked.refresh_from_db()
    made = [one for one in shop.psp.objects("refund") if one["metadata"].get("atrium_id") == str(asked.id)]
    assert (asked.state, posted(WALLET), len(made)) == ("paid", 30_000, 1)
    assert_books_balance()


def test_a_chargeback_takes_what_the_wallet_has_and_the_rest_is_owed(
    shop: Shop, client: Client, fay: Member
) -> None:
    deposit = by_card(shop, client, usd(50_000))
    decide(ask(client, usd(40_000), None), fay)
    at_psp = posted(PSP)
    dispute(shop, deposit)
    hear(shop, "charge.dispute.created")
    row = Dispute.objects.get()
    assert (row.state, row.wallet_minor, row.owed) == ("open", 10_000, usd(40_000))
    assert (posted(WALLET), posted(OWED), posted(PSP) - at_psp) == (0, -40_000, 51_500)
    assert Notification.objects.filter(user=fay.user, title__startswith="Chargeback: Clara").exists()
    assert_books_balance()


def test_events_of_one_dispute_in_any_order_and_often_are_one_dispute(
    shop: Shop, client: Client, fay: Member
) -> None:
    deposit = by_card(shop, client, usd(50_000))
    reference = dispute(shop, deposit)
    close(shop, reference, "won")
    shop.caught.clear()
    kinds = ("charge.dispute.closed", "charge.dispute.created", "charge.dispute.funds_withdrawn")
    for received in (*shop.catch(*kinds), *shop.catch(*kinds)):
        shop.hand_in(received)
        assert work_off() == []
    row = Dispute.objects.get()
    assert (row.state, posted(WALLET), posted(OWED)) == ("won", 50_000, 0)
    assert_books_balance()


def test_a_lost_dispute_stays_booked(shop: Shop, client: Client) -> None:
    deposit = by_card(shop, client, usd(50_000))
    reference = dispute(shop, deposit)
    hear(shop, "charge.dispute.created")
    close(shop, reference, "lost")
    hear(shop, "charge.dispute.closed")
    assert (Dispute.objects.get().state, posted(WALLET)) == ("lost", 0)
    with pytest.raises(Refused):
        ask(client, usd(10_000), None)


def test_new_money_pays_the_debt_first_and_a_debt_that_was_none_comes_back(
    shop: Shop, client: Client, fay: Member
) -> None:
    deposit = by_card(shop, client, usd(50_000))
    decide(ask(client, usd(40_000), None), fay)
    reference = dispute(shop, deposit)
    hear(shop, "charge.dispute.created")
    by_card(shop, client, usd(30_000))
    assert (posted(WALLET), posted(OWED)) == (0, -10_000)
    services.collect_debt(client_id=client.id)
    by_card(shop, client, usd(30_000))
    assert (posted(WALLET), posted(OWED)) == (20_000, 0)
    close(shop, reference, "won")
    hear(shop, "charge.dispute.closed")
    assert (posted(WALLET), posted(OWED)) == (70_000, 0)
    assert_books_balance()


def test_what_was_charged_back_is_no_source_any_more(shop: Shop, client: Client) -> None:
    deposit = by_card(shop, client, usd(50_000))
    dispute(shop, deposit)
    hear(shop, "charge.dispute.created")
    fund(client, usd(90_000))
    with pytest.raises(Refused, match=r"Up to 0.00 USD can go back"):
        ask(client, usd(10_000), None)


@pytest.mark.parametrize("given_back", [False, True])
def test_the_house_bears_the_fee_of_a_dispute_once_in_any_order(
    shop: Shop, client: Client, fay: Member, given_back: bool
) -> None:
    """Told three times by three events, the one of its end first: one fee, and one given back where it was given back."""
    deposit = by_card(shop, client, usd(50_000))
    at_psp, kept = posted(PSP), posted("expense:psp_fees:USD")
    reference = dispute(shop, deposit)
    told = {"status": "won", "fee_back": given_back}
    shop.psp.http.post(f"/_control/disputes/{reference}/close", json=told).raise_for_status()
    shop.caught.clear()
    kinds = ("charge.dispute.closed", "charge.dispute.created", "charge.dispute.funds_withdrawn")
    for received in (*shop.catch(*kinds), *shop.catch(*kinds)):
        shop.hand_in(received)
        assert work_off() == []
    row = Dispute.objects.get()
    borne = 0 if given_back else 1_500
    assert (row.state, row.fee_minor, row.fee_back_minor) == ("won", 1_500, 1_500 - borne)
    assert (posted(WALLET), posted(PSP) - at_psp, kept - posted("expense:psp_fees:USD")) == (
        50_000,
        borne,
        borne,
    )
    assert_books_balance()


def test_client_money_says_what_of_a_shortfall_the_house_owes_for_fees(shop: Shop, client: Client) -> None:
    """The client has all of what was paid in and the provider holds less: both fees are the house's to pay in."""
    deposit = by_card(shop, client, usd(50_000))
    fee = -posted("expense:psp_fees:USD")
    (short,) = client_money()
    assert fee > 0
    assert (short.required.amount_minor, short.excess.amount_minor) == (50_000, -fee)
    assert short.fees_to_pay_in == usd(fee)
    dispute(shop, deposit)
    hear(shop, "charge.dispute.created")
    (short,) = client_money()
    assert (short.required.amount_minor, short.excess.amount_minor) == (0, -fee - 1_500)
    assert short.fees_to_pay_in == usd(fee + 1_500)
    paid_in = [Movement("bank:own:USD", "adjustments:USD", usd(fee + 1_500), "own.money")]
    ledger.post(movements=paid_in, key="topped")
    (covered,) = client_money()
    assert (covered.excess.amount_minor, covered.fees_to_pay_in.amount_minor) == (0, 0)
    gift = [Movement("expense:gifts:USD", WALLET, usd(777), "gift")]
    ledger.post(movements=gift, key="gift")
    (other,) = client_money()
    assert (other.excess.amount_minor, other.fees_to_pay_in.amount_minor) == (-777, 0)


def test_the_books_of_the_provider_and_ours_agree_about_the_fee_of_a_dispute(
    shop: Shop, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "GRACE", timedelta(0))
    deposit = by_card(shop, client, usd(50_000))
    dispute(shop, deposit)
    hear(shop, "charge.dispute.created")
    reconcile()
    found = Finding.objects.exclude(way="books")
    assert found.filter(subject="fee", verdict="matched").count() == 1
    told = found.exclude(verdict="matched")
    assert list(told.values_list("subject", "verdict", "ours_minor", "theirs_minor")) == []
    Dispute.objects.update(fee_minor=0)
    reconcile()
    (forgotten,) = found.exclude(verdict="matched")
    assert (forgotten.subject, (forgotten.theirs_minor or 0) - (forgotten.ours_minor or 0)) == ("fee", -1_500)
