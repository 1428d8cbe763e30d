"""A reviewer changes what is asked: both versions are kept, decisions begin again, and the changer has become a maker."""

from __future__ import annotations

import pytest

from atrium.kernel.errors import Conflict, Denied, InvalidInput, Refused, Stale
from atrium.kernel.money import Money
from tenants.approvals import selectors, services
from tenants.approvals.models import Amendment, Approval, Decision
from tenants.staff.models import Member
from tests.approvals.people import FACTS, USD_120, asked, by_permission, chain, colleague, decide, told, user

pytestmark = pytest.mark.usefixtures("in_acme")

USD_100 = Money.of("100", "USD")


@pytest.fixture
def mara() -> Member:
    return colleague("Mara")


@pytest.fixture
def chen() -> Member:
    return colleague("Chen")


def amend(approval: Approval, by: Member, **changes: object) -> Approval:
    given = {"note": "Too much.", **changes}
    return services.amend(approval_id=approval.id, by=by.user_id, **given)  # type: ignore[arg-type]


def test_the_amount_and_its_words_change_together_and_both_versions_are_kept(
    mara: Member, chen: Member
) -> None:
    before = asked(mara)
    after = amend(before, chen, money=USD_100)
    assert (after.money, after.facts["amount"], after.facts["destination"]) == (
        USD_100,
        "100.00 USD",
        "TR76 0001",
    )
    assert after.title == "Payout of 100.00 USD to Iris"
    kept = Amendment.objects.get()
    assert (kept.by_id, kept.note) == (chen.user_id, "Too much.")
    assert (kept.before["amount"], kept.after["amount"]) == ("120.00 USD", "100.00 USD")
    assert (kept.hash_before, kept.hash_after) == (before.facts_hash, after.facts_hash)
    assert kept.hash_before != kept.hash_after
    assert after.is_intact
    assert told()[-1] == ("approval.amended", "")


def test_what_was_decided_before_is_void_and_the_chain_begins_again(mara: Member, chen: Member) -> None:
    chain(by_permission(), by_permission("finance.approve"))
    third, fourth = colleague("Third"), colleague("Fourth")
    approval = asked(mara)
    decide(approval, chen)
    amend(approval, third, money=USD_100)
    assert list(Decision.objects.values_list("is_void", flat=True)) == [True]
    approval.refresh_from_db()
    assert approval.round == 2
    assert list(approval.steps.filter(round=2).order_by("place").values_list("state", flat=True)) == [
        "open",
        "waiting",
    ]
    decide(approval, chen)
    assert decide(approval, fourth).state == "approved"


def test_the_chain_is_chosen_anew_for_what_is_asked_now(mara: Member, chen: Member) -> None:
    chain(by_permission(), by_permission("finance.approve"), condition={"field": "amount", "at_least": "110"})
    approval = asked(mara)
    assert approval.steps.count() == 2
    amend(approval, chen, money=USD_100)
    assert approval.steps.filter(round=2).count() == 1


def test_who_changed_the_money_does_not_approve_it(mara: Member, chen: Member) -> None:
    approval = amend(asked(mara), chen, money=USD_100)
    with pytest.raises(Denied, match="You changed what is asked"):
        decide(approval, chen)
    assert not selectors.may_decide(user(chen), approval)
    assert decide(approval, colleague("Third")).state == "approved"


def test_who_asked_does_not_amend(mara: Member) -> None:
    with pytest.raises(Denied, match="yourself"):
        amend(asked(mara), mara, money=USD_100)


def test_where_no_money_moves_the_reviewer_may_correct_and_approve(mara: Member) -> None:
    tom = colleague("Tom", "Administrator")
    facts = {"account": "100245", "leverage": "500", "leverage_was": "100"}
    approval = asked(mara, kind="leverage", permission="trading.manage", facts=facts, money=None)
    amended = amend(approval, tom, facts={"leverage": "1:200"})
    assert amended.facts == facts | {"leverage": "200"}
    assert decide(amended, tom).state == "approved"
    assert services.approved(approval_id=approval.id).facts["leverage"] == "200"


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"money": Money.of("121", "USD")}, Refused, "amount"),
        ({"money": Money.of("100", "EUR")}, Refused, "amount"),
        ({"money": Money.of("0", "USD")}, InvalidInput, "amount"),
        ({"money": USD_120}, InvalidInput, "facts"),
        ({"facts": {"destination": "TR00"}}, Refused, "destination"),
        ({"facts": {"surprise": "1"}}, Refused, "surprise"),
        ({}, InvalidInput, "facts"),
    ],
)
def test_what_may_not_be_changed_stays(
    mara: Member, chen: Member, changes: dict[str, object], error: type[Exception], field: str
) -> None:
    approval = asked(mara)
    with pytest.raises(error) as refused:
        amend(approval, chen, **changes)
    assert refused.value.field == field  # type: ignore[attr-defined]
    approval.refresh_from_db()
    assert (approval.facts, approval.money, approval.round) == (FACTS, USD_120, 1)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("written", ["0", "-5", "ten", "5001", "1e3", ""])
def test_a_fact_is_read_as_its_kind_says(mara: Member, written: str) -> None:
    approval = asked(
        mara, kind="leverage", permission="trading.manage", facts={"leverage": "500"}, money=None
    )
    with pytest.raises(InvalidInput) as refused:
        amend(approval, colleague("Tom", "Administrator"), facts={"leverage": written})
    assert refused.value.field == "leverage"


def test_a_decision_on_the_old_version_shows_both_and_decides_nothing(mara: Member, chen: Member) -> None:
    approval = asked(mara)
    seen = approval.facts_hash
    amend(approval, chen, money=USD_100)
    with pytest.raises(Stale) as stale:
        decide(approval, colleague("Third"), facts_hash=seen)
    assert stale.value.theirs == {"amount": ("120.00 USD", "100.00 USD")}
    approval.refresh_from_db()
    assert (approval.state, Decision.objects.count()) == ("pending", 0)


def test_only_the_amended_request_was_approved(mara: Member, chen: Member) -> None:
    approval = amend(asked(mara), chen, money=USD_100)
    decide(approval, colleague("Third"))
    with pytest.raises(Refused, match="not what would be done"):
        services.require_approved(approval_id=approval.id, facts=FACTS, money=USD_120)
    services.require_approved(approval_id=approval.id, facts=FACTS | {"amount": "100.00 USD"}, money=USD_100)
    assert services.approved(approval_id=approval.id).money == USD_100


def test_what_was_decided_is_not_amended(mara: Member, chen: Member) -> None:
    approval = decide(asked(mara), chen)
    with pytest.raises(Conflict):
        amend(approval, colleague("Third"), money=USD_100)


def test_the_one_who_asked_takes_it_back_and_nobody_else(mara: Member, chen: Member) -> None:
    approval = asked(mara)
    with pytest.raises(Denied, match="Only the one who asked"):
        services.withdraw(approval_id=approval.id, by=chen.user_id)
    assert services.withdraw(approval_id=approval.id, by=mara.user_id).state == "withdrawn"
    assert told()[-1] == ("approval.decided", "withdrawn")
    with pytest.raises(Conflict, match="cancelled before"):
        decide(approval, chen)
    with pytest.raises(Refused):
        services.approved(approval_id=approval.id)
