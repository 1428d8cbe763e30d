"""What an approval does: each kind is carried out once, with the approved facts, and says what became of it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.core import mail

from atrium.kernel.errors import Conflict, InvalidInput, Refused
from atrium.kernel.money import Money
from tenants.approvals import selectors, services
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.clients.services import register_client, request_profile_change
from tenants.ibs.models import Partner
from tenants.ibs.requests import register_partner, request_partnership
from tenants.identity.services import create_user
from tenants.kyc.models import Check
from tenants.kyc.services import decide_check, submit_check
from tenants.ledger import selectors as ledger
from tenants.messaging.requests import request_password_reset
from tenants.outbox.models import Delivery
from tenants.payments.models import Deposit
from tenants.payments.services import request_deposit
from tenants.staff.models import Member
from tests.approvals.people import colleague, decide
from tests.payments.shop import assert_books_balance, posted, work_off

pytestmark = pytest.mark.usefixtures("in_acme")

WALLET = "client:1:wallet:USD"


@pytest.fixture
def clara() -> Client:
    user = create_user(realm="client", email="clara@example.com", name="Clara Client", verified=True)
    return register_client(user=user, currency="USD", country="CY", phone="+35799123456")


@pytest.fixture
def ada() -> Member:
    return colleague("Ada", "Administrator")


def done(approval: Approval) -> tuple[str, bool | None, str]:
    found = selectors.approval(approval.id)
    return found.state, found.applied, found.result


def twice() -> None:
    """Every word is heard, and then once more."""
    assert work_off() == []
    Delivery.objects.update(state="waiting", attempt=0)
    assert work_off() == []


# -- money by hand


def deposit(clara: Client, by: Member, **changes: Any) -> Approval:
    given: dict[str, Any] = {
        "client": clara, "money": Money.of("250", "USD"), "method": "wire", "reference": "INV 7", "reason": "Wire of 3 May",
        "by": by.user_id, "key": "page-1",
    }  # fmt: skip
    return request_deposit(**(given | changes))


def test_a_manual_deposit_is_booked_when_a_second_person_approves(clara: Client, ada: Member) -> None:
    approval = deposit(clara, colleague("Mara"))
    work_off()
    assert posted(WALLET) == 0
    decide(approval, ada)
    twice()
    assert (posted(WALLET), posted("bank:wire:USD")) == (25_000, -25_000)
    booked = Deposit.objects.get()
    assert (booked.state, booked.approval_id, booked.client_id) == ("settled", approval.id, clara.id)
    assert done(approval) == ("approved", True, "250.00 USD booked to the wallet")
    assert_books_balance()


def test_what_the_reviewer_made_of_the_amount_is_booked(clara: Client, ada: Member) -> None:
    approval = deposit(clara, colleague("Mara"))
    services.amend(
        approval_id=approval.id,
        by=colleague("Chen").user_id,
        money=Money.of("205", "USD"),
        note="Typing error",
    )
    decide(approval, ada)
    twice()
    assert posted(WALLET) == 20_500
    assert Deposit.objects.get().amount_minor == 20_500


def test_a_refused_deposit_books_nothing(clara: Client, ada: Member) -> None:
    decide(deposit(clara, colleague("Mara")), ada, "refused", note="Not on the statement.")
    twice()
    assert posted(WALLET) == 0
    assert not Deposit.objects.exists()


def test_a_double_click_is_one_request(clara: Client) -> None:
    mara = colleague("Mara")
    assert deposit(clara, mara).id == deposit(clara, mara).id
    assert Approval.objects.filter(kind="deposit").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"money": Money.of("0", "USD")}, "amount"),
        ({"money": Money.of("10", "EUR")}, "amount"),
        ({"method": "magic"}, "method"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_deposit_that_cannot_be_is_not_asked_for(
    clara: Client, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises((InvalidInput, Refused)) as refused:
        deposit(clara, colleague("Mara"), **changes)
    assert refused.value.field == field
    assert not Approval.objects.exists()


# -- papers


def papers(clara: Client) -> Check:
    return submit_check(
        client=clara, document="passport", document_number="X123", birth_date=date(1990, 1, 1), expires_on=date(2099, 1, 1)
    )  # fmt: skip


def test_papers_are_decided_in_the_queue(clara: Client) -> None:
    check = papers(clara)
    approval = Approval.objects.get(kind="kyc", subject_id=check.id)
    decide(approval, colleague("Rita", "Compliance"))
    twice()
    check.refresh_from_db()
    clara.refresh_from_db()
    assert (check.state, clara.kyc_level) == ("approved", 1)
    assert done(approval) == ("approved", True, "Verified for level 1")


def test_papers_are_decided_on_the_card_by_the_same_engine(clara: Client) -> None:
    check, rita = papers(clara), colleague("Rita", "Compliance")
    decide_check(check_id=check.id, by=rita.user, approve=False, reason="Blurred.")
    check.refresh_from_db()
    assert (check.state, check.reason, check.decided_by_id) == ("refused", "Blurred.", rita.user_id)
    assert Approval.objects.get(kind="kyc").state == "refused"
    twice()
    clara.refresh_from_db()
    assert clara.kyc_level == 0
    with pytest.raises(Conflict):
        decide_check(check_id=check.id, by=rita.user, approve=True)


def test_other_papers_than_those_approved_verify_nobody(clara: Client) -> None:
    check = papers(clara)
    decide(Approval.objects.get(kind="kyc"), colleague("Rita", "Compliance"))
    Check.objects.filter(id=check.id).update(document_number="FORGED")
    assert len(work_off()) == 1
    clara.refresh_from_db()
    assert clara.kyc_level == 0


# -- partners


def test_a_client_becomes_a_partner_as_the_same_person(clara: Client, ada: Member) -> None:
    approval = request_partnership(client=clara, reason="I run a trading school.", by=clara.user_id)
    services.amend(approval_id=approval.id, by=ada.user_id, facts={"code": "clara"}, note="A nicer code")
    decide(approval, ada)
    mail.outbox.clear()
    twice()
    partner = Partner.objects.get()
    assert (partner.person_id, partner.code, partner.currency) == (clara.user.person_id, "clara", "USD")
    assert done(approval)[:2] == ("approved", True)
    letters = [letter for letter in mail.outbox if "you are our partner" in letter.subject]
    assert letters
    assert letters[0].to == ["clara@example.com"]
    assert "http://ib.acme.localhost" in letters[0].body
    with pytest.raises(Conflict, match="already"):
        request_partnership(client=clara, reason="I run a trading school.", by=clara.user_id)


def test_a_stranger_asks_at_the_door_once_and_learns_nothing(ada: Member) -> None:
    given = {
        "name": "Ivan Sub",
        "email": "Ivan@Example.com",
        "phone": "",
        "country": "cy",
        "website": "",
        "currency": "USD",
    }
    first = register_partner(**given, reason="I have a channel with viewers.")
    again = register_partner(**given, reason="Another reason for the same.")
    assert first.id == again.id
    assert (first.requester, first.requested_by) == ("Ivan Sub", None)
    decide(first, ada)
    twice()
    assert Partner.objects.get().user.email == "ivan@example.com"


def test_a_code_that_is_taken_is_said_and_creates_nobody(clara: Client, ada: Member) -> None:
    from tenants.ibs.services import create_partner

    create_partner(name="Iris", email="iris@example.com", currency="USD", code="gold")
    approval = request_partnership(client=clara, reason="I run a trading school.", by=clara.user_id)
    services.amend(approval_id=approval.id, by=ada.user_id, facts={"code": "gold"}, note="")
    decide(approval, ada)
    twice()
    assert Partner.objects.count() == 1
    state, applied, why = done(approval)
    assert (state, applied) == ("approved", False)
    assert "belongs to another partner" in why


# -- who somebody is


def test_a_client_changes_the_profile_with_a_second_pair_of_eyes(clara: Client, ada: Member) -> None:
    approval = request_profile_change(
        client=clara,
        changes={"name": "Clara Newname", "phone": "+35799123456"},
        reason="Married",
        by=clara.user_id,
    )
    assert approval.facts["name_was"] == "Clara Client"
    assert "phone" not in approval.facts
    decide(approval, ada)
    twice()
    clara.lead.refresh_from_db()
    assert clara.lead.name == "Clara Newname"
    assert done(approval)[:2] == ("approved", True)


def test_a_profile_that_changed_meanwhile_is_not_overwritten(clara: Client, ada: Member) -> None:
    approval = request_profile_change(
        client=clara, changes={"name": "Clara Newname"}, reason="", by=clara.user_id
    )
    type(clara.lead).objects.filter(id=clara.lead_id).update(name="Clara Other")
    decide(approval, ada)
    twice()
    clara.lead.refresh_from_db()
    assert clara.lead.name == "Clara Other"
    assert done(approval)[1] is False


def test_a_link_for_a_new_password_is_mailed_to_the_approved_address(clara: Client, ada: Member) -> None:
    approval = request_password_reset(client=clara, reason="Called us", by=colleague("Mara").user_id)
    decide(approval, ada)
    mail.outbox.clear()
    assert work_off() == []
    letters = [letter for letter in mail.outbox if "set a new password" in letter.subject]
    assert [letter.to for letter in letters] == [["clara@example.com"]]
    assert "http://my.acme.localhost" in letters[0].body
    assert done(approval) == ("approved", True, "The link was mailed.")


def test_an_address_that_changed_since_gets_no_link(clara: Client, ada: Member) -> None:
    approval = request_password_reset(client=clara, reason="Called us", by=colleague("Mara").user_id)
    decide(approval, ada)
    type(clara.user).objects.filter(id=clara.user_id).update(email="thief@example.com")
    mail.outbox.clear()
    assert work_off() == []
    assert not [letter for letter in mail.outbox if "set a new password" in letter.subject]
    assert done(approval)[1] is False


# -- what nobody carries out yet


def test_a_kind_without_an_effect_says_so_and_keeps_the_decision(clara: Client, ada: Member) -> None:
    from tenants.approvals.kinds import kind_of

    approval = services.ask(
        kind="document", subject_id=uuid.uuid4(), title="Lease", facts={"document": "Lease"}, permission="kyc.decide",
        requested_by=clara.user_id, client_id=clara.id,
    )  # fmt: skip
    decide(approval, ada)
    twice()
    assert kind_of("document").applied_by == ""
    assert done(approval) == ("approved", None, "")
    assert services.approved(approval_id=approval.id).facts == {"document": "Lease"}
    assert ledger.trial_balance() is not None
