"""A partner's payout: held when asked for, approved by somebody else, sent once, and the books balance."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from atrium.kernel import tenancy
from atrium.kernel.errors import Conflict, Denied, Refused
from atrium.kernel.money import Money
from tenants.approvals.models import Approval
from tenants.approvals.services import decide
from tenants.ibs.models import Partner
from tenants.ibs.services import create_partner
from tenants.ledger.refusals import InsufficientFunds
from tenants.outbox.models import Delivery, Event
from tenants.payments import services
from tenants.payments.models import Destination, Payout, Withdrawal
from tenants.staff.models import Member
from tests.payments.money_out import IBAN, house_bank, parts
from tests.payments.shop import (
    Shop,
    assert_books_balance,
    available,
    finance,
    give,
    iris,
    place_of,
    posted,
    work_off,
)

WALLET = "ib:1:wallet:USD"
USD_30 = Money(3_000, "USD")


@pytest.fixture
def partner(shop: Shop) -> Partner:
    found = iris()
    give(found, Money(10_000, "USD"))
    return found


@pytest.fixture
def fay(shop: Shop) -> Member:
    return finance("Fay")


def ask(
    partner: Partner, money: Money = USD_30, *, by: uuid.UUID | None = None, key: str = "page-1"
) -> Withdrawal:
    return services.request_payout(
        partner_id=partner.id, money=money, destination="acct_IrisMaster", by=by or partner.user_id, key=key
    )


def approve(withdrawal: Withdrawal, member: Member, outcome: str = "approved") -> None:
    assert withdrawal.approval_id is not None
    decide(approval_id=withdrawal.approval_id, by=member.user_id, outcome=outcome, note="Because.")


def transfers(shop: Shop, withdrawal: Withdrawal) -> int:
    return len(
        [found for found in shop.psp.objects("transfer") if found["transfer_group"] == str(withdrawal.id)]
    )


def try_again() -> None:
    Delivery.objects.filter(state="waiting").update(attempt=0)
    work_off()


def test_an_approved_payout_is_paid_and_the_books_balance(shop: Shop, partner: Partner, fay: Member) -> None:
    withdrawal = ask(partner)
    assert (posted(WALLET), available(WALLET)) == (10_000, 7_000)
    assert transfers(shop, withdrawal) == 0
    approve(withdrawal, fay)
    assert work_off() == []
    withdrawal.refresh_from_db()
    assert (withdrawal.state, withdrawal.psp_reference[:3]) == ("paid", "tr_")
    assert (posted(WALLET), available(WALLET), posted("psp:stripe:USD")) == (7_000, 7_000, 3_000)
    assert transfers(shop, withdrawal) == 1
    assert [
        kind for kind in Event.objects.order_by("id").values_list("kind", flat=True) if "payout" in kind
    ] == [
        "payout.requested",
        "payout.approved",
        "payout.paid",
    ]
    assert_books_balance()


def test_who_asked_cannot_approve(shop: Shop, partner: Partner, fay: Member) -> None:
    withdrawal = ask(partner, by=fay.user_id)
    with pytest.raises(Denied, match="asked for this yourself"):
        approve(withdrawal, fay)
    work_off()
    withdrawal.refresh_from_db()
    assert (withdrawal.state, transfers(shop, withdrawal)) == ("requested", 0)


def test_a_refused_payout_gives_the_money_free(shop: Shop, partner: Partner, fay: Member) -> None:
    withdrawal = ask(partner)
    approve(withdrawal, fay, "refused")
    assert work_off() == []
    withdrawal.refresh_from_db()
    assert (withdrawal.state, available(WALLET), transfers(shop, withdrawal)) == ("rejected", 10_000, 0)
    assert_books_balance()


def test_more_than_the_wallet_holds_is_refused_and_nothing_is_asked(shop: Shop, partner: Partner) -> None:
    with pytest.raises(InsufficientFunds, match="Only 100.00 USD is available"):
        ask(partner, Money(10_001, "USD"))
    assert not Withdrawal.objects.exists()
    assert not Approval.objects.exists()
    assert not Event.objects.filter(kind="payout.requested").exists()


def test_two_payouts_cannot_spend_the_same_money(shop: Shop, partner: Partner) -> None:
    ask(partner, Money(6_000, "USD"))
    with pytest.raises(InsufficientFunds):
        ask(partner, Money(6_000, "USD"), key="page-2")
    assert available(WALLET) == 4_000


def test_a_double_click_is_one_payout(shop: Shop, partner: Partner) -> None:
    assert ask(partner).id == ask(partner).id
    assert available(WALLET) == 7_000
    with pytest.raises(Conflict):
        ask(partner, Money(4_000, "USD"))


@pytest.mark.parametrize("fault", ["drop_answer", "lose_request", "server_error"])
def test_whatever_becomes_of_the_answer_it_is_paid_once(
    shop: Shop, partner: Partner, fay: Member, fault: str
) -> None:
    withdrawal = ask(partner)
    approve(withdrawal, fay)
    shop.psp.plan(fault, path="/v1/transfers")
    assert len(work_off()) == 1
    withdrawal.refresh_from_db()
    assert (withdrawal.state, available(WALLET), posted(WALLET)) == ("sending", 7_000, 10_000)
    try_again()
    withdrawal.refresh_from_db()
    assert (withdrawal.state, posted(WALLET), transfers(shop, withdrawal)) == ("paid", 7_000, 1)
    assert_books_balance()


def test_the_providers_own_event_resolves_a_lost_answer(shop: Shop, partner: Partner, fay: Member) -> None:
    withdrawal = ask(partner)
    approve(withdrawal, fay)
    shop.psp.plan("drop_answer", path="/v1/transfers")
    work_off()
    shop.hand_in(shop.catch("transfer.created")[0])
    work_off()
    withdrawal.refresh_from_db()
    assert (withdrawal.state, transfers(shop, withdrawal)) == ("paid", 1)


def test_a_payout_left_behind_is_found_by_the_sweep(shop: Shop, partner: Partner, fay: Member) -> None:
    withdrawal = ask(partner)
    approve(withdrawal, fay)
    shop.psp.plan("lose_request", path="/v1/transfers")
    work_off()
    Withdrawal.objects.update(requested_at="2026-01-01T00:00:00Z")
    assert services.sweep() == 0, "it was asked about a moment ago"
    Payout.objects.update(look_at="2026-01-01T00:00:00Z")
    assert services.sweep() == 1
    withdrawal.refresh_from_db()
    assert (withdrawal.state, transfers(shop, withdrawal)) == ("paid", 1)


def test_a_payout_the_provider_refuses_fails_and_the_money_is_back(
    shop: Shop, partner: Partner, fay: Member
) -> None:
    withdrawal = ask(partner)
    approve(withdrawal, fay)
    shop.psp.plan("fail_transfer")
    assert work_off() == []
    withdrawal.refresh_from_db()
    assert (withdrawal.state, available(WALLET), transfers(shop, withdrawal)) == ("failed", 10_000, 0)
    assert "insufficient available funds" in withdrawal.reason
    assert_books_balance()


def test_what_was_approved_cannot_be_changed_afterwards(shop: Shop, partner: Partner, fay: Member) -> None:
    withdrawal = ask(partner)
    approve(withdrawal, fay)
    Destination.objects.update(number="acct_SomebodyElse")
    assert len(work_off()) == 1
    withdrawal.refresh_from_db()
    assert (withdrawal.state, transfers(shop, withdrawal)) == ("requested", 0)


def test_a_decision_told_twice_is_one_payout(shop: Shop, partner: Partner, fay: Member) -> None:
    withdrawal = ask(partner)
    approve(withdrawal, fay)
    work_off()
    Delivery.objects.update(state="waiting", attempt=0)
    work_off()
    withdrawal.refresh_from_db()
    assert (withdrawal.state, transfers(shop, withdrawal), posted(WALLET)) == ("paid", 1, 7_000)
    assert_books_balance()


@pytest.mark.parametrize(
    ("money", "says"),
    [
        (Money(0, "USD"), "more than zero"),
        (Money(500, "USD"), "smallest payout is 10.00 USD"),
        (Money(3_000, "EUR"), "The wallet is in USD"),
    ],
)
def test_a_payout_that_may_not_be_says_why(shop: Shop, partner: Partner, money: Money, says: str) -> None:
    with pytest.raises(Refused, match=says):
        ask(partner, money)
    assert not Withdrawal.objects.exists()


def test_a_suspended_brokers_payout_waits_with_its_money_held(
    shop: Shop, partner: Partner, fay: Member
) -> None:
    withdrawal = ask(partner)
    approve(withdrawal, fay)
    with tenancy.entered(replace(shop.tenant, status="suspended")):
        assert len(work_off()) == 1
    withdrawal.refresh_from_db()
    assert (withdrawal.state, available(WALLET), transfers(shop, withdrawal)) == ("approved", 7_000, 0)
    try_again()
    withdrawal.refresh_from_db()
    assert withdrawal.state == "paid"


@pytest.mark.parametrize("state", ["pending", "refused", "removed"])
def test_only_a_verified_destination_of_ones_own_may_be_named(
    shop: Shop, partner: Partner, state: str
) -> None:
    strangers = create_partner(name="Ivan Sub", email="ivan@example.com", currency="USD", code="ivan")
    theirs = place_of(strangers, "acct_IvanSub")
    own = place_of(partner, "acct_Other")
    Destination.objects.filter(id=own.id).update(state=state)
    for named in ("acct_IvanSub", str(theirs.id), "acct_Other", str(own.id), "acct_Anybody", ""):
        with pytest.raises(Refused, match="none of the partner's verified destinations") as refusal:
            services.request_payout(
                partner_id=partner.id, money=USD_30, destination=named, by=partner.user_id, key="page-9"
            )
        assert refusal.value.field == "destination"
    assert (Withdrawal.objects.count(), Approval.objects.count(), available(WALLET)) == (0, 0, 10_000)


def test_a_destination_is_named_by_its_number_or_its_id_and_goes_by_its_own_way(
    shop: Shop, partner: Partner
) -> None:
    bank = place_of(partner, IBAN, kind="bank")
    with pytest.raises(Refused, match="no way to pay out"):
        services.request_payout(
            partner_id=partner.id, money=USD_30, destination=str(bank.id), by=partner.user_id, key="page-1"
        )
    house_bank()
    spaced = "DE89 3704 0044 0532 0130 00"
    asked = [
        services.request_payout(
            partner_id=partner.id, money=USD_30, destination=named, by=partner.user_id, key="page-1"
        )
        for named in (spaced, str(bank.id), IBAN)
    ]
    assert {one.id for one in asked} == {asked[0].id}
    assert parts(asked[0]) == [("bank", 3_000, "new")]
    assert (asked[0].target_id, asked[0].where) == (bank.id, f"Bank account, {IBAN}, Iris Master")
    assert available(WALLET) == 7_000
