"""A client's withdrawal: held, confirmed, approved by somebody else, sent in its parts, and the books balance."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from atrium.kernel import tenancy
from atrium.kernel.errors import Conflict, Denied, NotFound, Refused
from atrium.kernel.money import Money
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.outbox.models import Event
from tenants.payments import services
from tenants.payments.models import Payout, Withdrawal
from tenants.payments.services.planning import policy
from tenants.payments.types import SecondFactor
from tenants.staff.models import Member
from tests.payments.money_out import (
    WALLET,
    ask,
    by_card,
    code_for,
    decide,
    fund,
    house_bank,
    parts,
    usd,
    verified,
)
from tests.payments.shop import Shop, assert_books_balance, available, clara, finance, posted, work_off


@pytest.fixture
def client(shop: Shop) -> Client:
    return clara()


@pytest.fixture
def fay(shop: Shop) -> Member:
    return finance("Fay")


def refunds(shop: Shop, withdrawal: Withdrawal) -> list[int]:
    ours = {str(one) for one in Payout.objects.filter(withdrawal=withdrawal).values_list("id", flat=True)}
    made = [one for one in shop.psp.objects("refund") if one["metadata"].get("atrium_id") in ours]
    return [one["amount"] for one in made]


def rules(**changes: object) -> None:
    row = policy()
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def test_what_came_by_card_goes_back_to_the_card_first_and_the_rest_where_it_was_asked(
    shop: Shop, client: Client, fay: Member
) -> None:
    by_card(shop, client, usd(30_000))
    fund(client, usd(50_000))
    house_bank()
    withdrawal = ask(client, usd(40_000), verified(client))
    assert parts(withdrawal) == [("refund", 30_000, "new"), ("bank", 10_000, "new")]
    assert (posted(WALLET), available(WALLET)) == (80_000, 40_000)
    assert "back to where your deposit of" in withdrawal.plan
    decide(withdrawal, fay)
    assert withdrawal.state == "sending"
    assert parts(withdrawal) == [("refund", 30_000, "paid"), ("bank", 10_000, "new")]
    assert refunds(shop, withdrawal) == [30_000]
    assert (posted(WALLET), available(WALLET)) == (50_000, 40_000)
    assert_books_balance()


def test_a_card_gets_no_more_than_came_from_it(shop: Shop, client: Client, fay: Member) -> None:
    by_card(shop, client, usd(30_000))
    fund(client, usd(50_000))
    with pytest.raises(Refused, match=r"Up to 300.00 USD can go back to where it came from"):
        ask(client, usd(30_001), None)
    decide(ask(client, usd(20_000), None), fay)
    with pytest.raises(Refused, match=r"Up to 100.00 USD can go back"):
        ask(client, usd(20_000), None)
    assert available(WALLET) == 60_000


def test_two_requests_never_promise_the_same_card_money(shop: Shop, client: Client) -> None:
    by_card(shop, client, usd(30_000))
    fund(client, usd(50_000))
    house_bank()
    place = verified(client)
    first, second = ask(client, usd(25_000), place), ask(client, usd(25_000), place)
    assert parts(first) == [("refund", 25_000, "new")]
    assert parts(second) == [("refund", 5_000, "new"), ("bank", 20_000, "new")]


def test_a_card_that_refuses_gives_the_money_back_and_is_not_asked_again(
    shop: Shop, client: Client, fay: Member
) -> None:
    by_card(shop, client, usd(30_000))
    fund(client, usd(50_000))
    house_bank()
    withdrawal = ask(client, usd(30_000), None)
    shop.psp.plan("fail_refund")
    decide(withdrawal, fay)
    assert (withdrawal.state, parts(withdrawal)) == ("failed", [("refund", 30_000, "refused")])
    assert "cannot be refunded" in withdrawal.reason
    assert available(WALLET) == 80_000
    assert parts(ask(client, usd(30_000), verified(client))) == [("bank", 30_000, "new")]
    assert_books_balance()


def test_the_fee_is_part_of_the_amount_and_taken_when_something_was_paid(
    shop: Shop, client: Client, fay: Member
) -> None:
    by_card(shop, client, usd(30_000))
    rules(fee_fixed="5", fee_percent="1")
    withdrawal = ask(client, usd(30_000), None)
    assert (withdrawal.fee, withdrawal.arrives, available(WALLET)) == (usd(800), usd(29_200), 0)
    decide(withdrawal, fay)
    assert (withdrawal.state, withdrawal.paid, posted(WALLET)) == ("paid", usd(29_200), 0)
    assert posted("income:fees:USD") == 800
    assert refunds(shop, withdrawal) == [29_200]
    assert_books_balance()


def test_no_fee_is_taken_for_what_failed(shop: Shop, client: Client, fay: Member) -> None:
    by_card(shop, client, usd(30_000))
    rules(fee_fixed="5")
    withdrawal = ask(client, usd(30_000), None)
    shop.psp.plan("fail_refund")
    decide(withdrawal, fay)
    assert (withdrawal.state, posted(WALLET), available(WALLET)) == ("failed", 30_000, 30_000)
    assert posted("income:fees:USD") == 0


def test_the_client_cannot_decide_it_and_the_one_who_can_is_somebody_else(
    shop: Shop, client: Client, fay: Member
) -> None:
    by_card(shop, client, usd(30_000))
    withdrawal = ask(client, usd(20_000), None)
    assert withdrawal.approval_id is not None
    with pytest.raises((Denied, NotFound)):
        approvals.decide(approval_id=withdrawal.approval_id, by=client.user_id, outcome="approved")
    decide(withdrawal, fay, "refused")
    assert (withdrawal.state, available(WALLET), refunds(shop, withdrawal)) == ("rejected", 30_000, [])


def test_a_reviewer_makes_it_less_and_the_cards_are_served_first(
    shop: Shop, client: Client, fay: Member
) -> None:
    by_card(shop, client, usd(30_000))
    fund(client, usd(50_000))
    house_bank()
    withdrawal = ask(client, usd(40_000), verified(client))
    assert withdrawal.approval_id is not None
    approvals.amend(
        approval_id=withdrawal.approval_id, by=finance("Amy").user_id, money=usd(25_000), note="Less"
    )
    decide(withdrawal, fay)
    assert parts(withdrawal) == [("refund", 25_000, "paid"), ("bank", 10_000, "void")]
    assert (withdrawal.state, withdrawal.asked, withdrawal.paid) == ("paid", usd(40_000), usd(25_000))
    assert (posted(WALLET), available(WALLET)) == (55_000, 55_000)
    assert_books_balance()


def test_cancelled_while_pending_the_money_is_free_at_once(shop: Shop, client: Client, fay: Member) -> None:
    by_card(shop, client, usd(30_000))
    withdrawal = ask(client, usd(20_000), None)
    services.cancel_withdrawal(withdrawal_id=withdrawal.id, by=client.user_id)
    assert available(WALLET) == 30_000
    assert work_off() == []
    withdrawal.refresh_from_db()
    assert (withdrawal.state, refunds(shop, withdrawal)) == ("cancelled", [])
    with pytest.raises(Conflict, match="cancelled already"):
        services.cancel_withdrawal(withdrawal_id=withdrawal.id, by=client.user_id)


def test_what_was_approved_cannot_be_cancelled(shop: Shop, client: Client, fay: Member) -> None:
    by_card(shop, client, usd(30_000))
    withdrawal = decide(ask(client, usd(20_000), None), fay)
    with pytest.raises(Conflict, match="cannot be cancelled"):
        services.cancel_withdrawal(withdrawal_id=withdrawal.id, by=client.user_id)
    assert withdrawal.state == "paid"


def test_a_double_submit_is_one_withdrawal(shop: Shop, client: Client) -> None:
    by_card(shop, client, usd(30_000))
    first = ask(client, usd(20_000), None, key="page-1")
    again = services.request_withdrawal(
        client_id=client.id,
        destination_id=None,
        money=usd(20_000),
        key="page-1",
        second_factor=SecondFactor(),
    )
    assert (again.id, available(WALLET), Withdrawal.objects.count()) == (first.id, 10_000, 1)
    with pytest.raises(Conflict, match="used for another withdrawal"):
        services.request_withdrawal(
            client_id=client.id,
            destination_id=None,
            money=usd(10_000),
            key="page-1",
            second_factor=SecondFactor(),
        )


@pytest.mark.parametrize(
    ("money", "says"),
    [
        (usd(0), "more than zero"),
        (usd(-5_000), "more than zero"),
        (usd(999), "smallest withdrawal is 10.00 USD"),
        (usd(5_000_001), "largest withdrawal at once"),
        (usd(30_001), "Only 300.00 USD is available"),
        (Money(2_000, "EUR"), "The wallet is in USD"),
    ],
)
def test_one_that_may_not_be_says_why_and_spends_no_code(
    shop: Shop, client: Client, money: Money, says: str
) -> None:
    by_card(shop, client, usd(30_000))
    factor = code_for(client.user, "page-1", None, money)
    with pytest.raises(Refused, match=says):
        services.request_withdrawal(
            client_id=client.id, destination_id=None, money=money, key="page-1", second_factor=factor
        )
    assert not Withdrawal.objects.exists()
    assert not Approval.objects.exists()
    assert available(WALLET) == 30_000


def test_a_day_has_a_limit(shop: Shop, client: Client) -> None:
    by_card(shop, client, usd(90_000))
    rules(largest="500", daily="600", large="500")
    ask(client, usd(50_000), None)
    with pytest.raises(
        Refused, match=r"You may withdraw 600.00 USD in 24 hours; 100.00 USD of it is left now"
    ):
        ask(client, usd(20_000), None)
    assert ask(client, usd(10_000), None).state == "requested"


def test_a_level_of_verification_may_be_asked_for(shop: Shop, client: Client) -> None:
    by_card(shop, client, usd(30_000))
    rules(kyc_level=1)
    with pytest.raises(Refused, match="needs verification level 1; you are at level 0"):
        ask(client, usd(20_000), None)


def test_held_money_is_not_there_for_a_second_withdrawal(shop: Shop, client: Client) -> None:
    by_card(shop, client, usd(30_000))
    ask(client, usd(20_000), None)
    with pytest.raises(Refused, match=r"Only 100.00 USD is available"):
        ask(client, usd(20_000), None)


def test_what_the_approval_saw_is_what_is_sent_to(shop: Shop, client: Client, fay: Member) -> None:
    fund(client, usd(50_000))
    house_bank()
    place = verified(client)
    withdrawal = ask(client, usd(20_000), place)
    place.number = "GB29NWBK60161331926819"
    place.save()
    assert withdrawal.approval_id is not None
    approvals.decide(approval_id=withdrawal.approval_id, by=fay.user_id, outcome="approved")
    assert len(work_off()) == 1
    withdrawal.refresh_from_db()
    assert (withdrawal.state, available(WALLET)) == ("requested", 30_000)


def test_anothers_destination_does_not_exist(shop: Shop, client: Client) -> None:
    by_card(shop, client, usd(30_000))
    place = verified(client)
    place.party_id = uuid.uuid4()
    place.save()
    with pytest.raises(NotFound):
        ask(client, usd(20_000), place)


def test_a_destination_nobody_looked_at_takes_nothing(shop: Shop, client: Client) -> None:
    fund(client, usd(30_000))
    house_bank()
    place = verified(client)
    place.state = "pending"
    place.save()
    with pytest.raises(Refused, match="not verified"):
        ask(client, usd(20_000), place)


def test_the_risk_is_told_to_whoever_decides(shop: Shop, client: Client) -> None:
    fund(client, usd(30_000))
    house_bank()
    withdrawal = ask(client, usd(20_000), verified(client))
    approval = Approval.objects.get(id=withdrawal.approval_id)
    assert (approval.risk, approval.facts["signs"]) == (
        "high",
        "First withdrawal. More than ever was paid in.",
    )


def test_a_suspended_broker_takes_no_request_and_sends_nothing(
    shop: Shop, client: Client, fay: Member
) -> None:
    by_card(shop, client, usd(30_000))
    withdrawal = ask(client, usd(10_000), None)
    assert withdrawal.approval_id is not None
    approvals.decide(approval_id=withdrawal.approval_id, by=fay.user_id, outcome="approved")
    with tenancy.entered(replace(shop.tenant, status="suspended")):
        with pytest.raises(Refused, match="No withdrawal can be asked for just now"):
            ask(client, usd(10_000), None)
        assert len(work_off()) == 1
    withdrawal.refresh_from_db()
    assert (withdrawal.state, parts(withdrawal), available(WALLET)) == (
        "approved",
        [("refund", 10_000, "new")],
        20_000,
    )
    services.send_payout(withdrawal_id=withdrawal.id)
    withdrawal.refresh_from_db()
    assert withdrawal.state == "paid"


def test_events_tell_each_step_once(shop: Shop, client: Client, fay: Member) -> None:
    by_card(shop, client, usd(30_000))
    decide(ask(client, usd(20_000), None), fay)
    kinds = Event.objects.filter(kind__startswith="withdrawal.").exclude(kind="withdrawal.changed")
    assert list(kinds.order_by("id").values_list("kind", flat=True)) == [
        "withdrawal.requested",
        "withdrawal.approved",
        "withdrawal.paid",
    ]
