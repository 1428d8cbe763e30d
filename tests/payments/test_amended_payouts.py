"""A reviewer takes something off a payout, or the partner takes it back: what is held is always what may be paid."""

from __future__ import annotations

import pytest

from atrium.kernel.errors import Refused
from atrium.kernel.money import Money
from tenants.approvals import services as approvals
from tenants.ibs.models import Partner
from tenants.payments import services
from tenants.payments.models import Withdrawal
from tests.payments.shop import Shop, assert_books_balance, available, finance, give, iris, posted, work_off

WALLET = "ib:1:wallet:USD"


@pytest.fixture
def partner(shop: Shop) -> Partner:
    found = iris()
    give(found, Money(10_000, "USD"))
    return found


@pytest.fixture
def withdrawal(partner: Partner) -> Withdrawal:
    return services.request_payout(
        partner_id=partner.id, money=Money(6_000, "USD"), destination="acct_IrisMaster", by=partner.user_id, key="page-1"
    )  # fmt: skip


def amend(withdrawal: Withdrawal, amount: int) -> None:
    assert withdrawal.approval_id is not None
    approvals.amend(
        approval_id=withdrawal.approval_id, by=finance("Amy").user_id, money=Money(amount, "USD"), note="Less"
    )


def approve(withdrawal: Withdrawal) -> None:
    assert withdrawal.approval_id is not None
    approvals.decide(approval_id=withdrawal.approval_id, by=finance("Fay").user_id, outcome="approved")


def test_what_is_paid_is_what_was_approved_and_the_rest_is_free_again(
    shop: Shop, withdrawal: Withdrawal
) -> None:
    amend(withdrawal, 4_000)
    assert available(WALLET) == 4_000
    approve(withdrawal)
    assert work_off() == []
    withdrawal.refresh_from_db()
    assert (withdrawal.state, withdrawal.money) == ("paid", Money(4_000, "USD"))
    assert (posted(WALLET), available(WALLET)) == (6_000, 6_000)
    made = [found for found in shop.psp.objects("transfer") if found["transfer_group"] == str(withdrawal.id)]
    assert [found["amount"] for found in made] == [4_000]
    assert_books_balance()


def test_more_than_is_held_cannot_be_written_into_it(withdrawal: Withdrawal) -> None:
    with pytest.raises(Refused, match="not more"):
        amend(withdrawal, 6_001)
    withdrawal.refresh_from_db()
    assert (withdrawal.money, available(WALLET)) == (Money(6_000, "USD"), 4_000)


def test_a_partner_takes_it_back_and_has_the_money(
    shop: Shop, partner: Partner, withdrawal: Withdrawal
) -> None:
    assert withdrawal.approval_id is not None
    approvals.withdraw(approval_id=withdrawal.approval_id, by=partner.user_id)
    assert work_off() == []
    withdrawal.refresh_from_db()
    assert (withdrawal.state, available(WALLET)) == ("cancelled", 10_000)
    assert "Cancelled by the one who asked" in withdrawal.reason
    assert not shop.psp.objects("transfer") or all(
        found["transfer_group"] != str(withdrawal.id) for found in shop.psp.objects("transfer")
    )
    assert_books_balance()
