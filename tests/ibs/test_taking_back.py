"""Invitations are mailed, mailed again and taken back; a client rebate that waits or has not begun can be taken back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail as mails

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.ibs import selectors, services
from tenants.ibs.models import ClientRebate, Invitation
from tenants.messaging import partner_invitations
from tenants.outbox.models import Event
from tenants.staff.services import add_member
from tests.ibs.people import Family, family
from tests.ibs.policies import rules_of

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def cast() -> Family:
    return family()


def _told() -> int:
    return Event.objects.filter(kind="partner.invited").count()


def _ago(row: Invitation, minutes: int) -> None:
    Invitation.objects.filter(id=row.id).update(mailed_at=clock.now() - timedelta(minutes=minutes))


def test_the_invited_gets_a_mail_with_the_link_the_share_and_who_invites(cast: Family) -> None:
    row = services.invite(partner_id=cast.ida.id, name="Uma", email="Uma@Example.com", share=Decimal("0.6"))
    assert (_told(), row.mails) == (1, 1)
    partner_invitations.send(row.id)
    [mail] = mails.outbox
    assert mail.to == ["uma@example.com"]
    assert mail.subject == "Acme Markets: Ida invites you to become a partner"
    for words in ("Hello Uma", f"/join/invited/{row.code}/", "You keep 60 %", f"{row.expires_at:%Y-%m-%d}"):
        assert words in mail.body
    quiet = services.invite(partner_id=cast.ida.id, name="Vera")
    partner_invitations.send(quiet.id)
    assert (_told(), len(mails.outbox)) == (1, 1), "without an address nothing is mailed"


def test_it_is_mailed_again_but_not_at_once_and_not_for_ever(cast: Family) -> None:
    row = services.invite(partner_id=cast.ida.id, name="Uma", email="uma@example.com")
    again = {"partner_id": cast.ida.id, "invitation_id": row.id}
    with pytest.raises(Conflict):
        services.send_invitation_again(**again)
    with pytest.raises(NotFound):
        services.send_invitation_again(partner_id=cast.ivan.id, invitation_id=row.id)
    Invitation.objects.filter(id=row.id).update(expires_at=clock.now() - timedelta(days=1))
    _ago(row, 11)
    assert services.send_invitation_again(**again).expires_at > clock.now() + timedelta(days=29)
    assert selectors.invitation_by_code(row.code) == row, "an expired one opens again"
    Invitation.objects.filter(id=row.id).update(mails=5)
    _ago(row, 11)
    with pytest.raises(Refused):
        services.send_invitation_again(**again)
    assert _told() == 2
    services.withdraw_invitation(**again)
    partner_invitations.send(row.id)
    assert not mails.outbox, "what was taken back meanwhile is not sent"
    with pytest.raises(Conflict):
        services.send_invitation_again(**again)


@pytest.mark.parametrize("name", ["Win at https://evil.example", "www.evil.example", "a@evil.example"])
def test_no_address_travels_in_a_name(cast: Family, name: str) -> None:
    with pytest.raises(InvalidInput):
        services.invite(partner_id=cast.ida.id, name=name, email="uma@example.com")
    assert not Invitation.objects.exists()


def test_a_planned_rebate_is_taken_back_and_what_was_before_goes_on(cast: Family) -> None:
    rules_of(client_rebates_asked=False)
    give = {"partner_id": cast.ida.id, "client_group": "*", "by": cast.ida.user_id}
    services.give_client_rebate(**give, share=Decimal("0.2"))
    later = (clock.now() + timedelta(days=3)).replace(microsecond=0)
    change = services.give_client_rebate(**give, share=Decimal("0.5"), wanted_from=later)
    latest = services.give_client_rebate(**give, share=Decimal(0), wanted_from=later + timedelta(days=1))
    back = {"partner_id": cast.ida.id, "by": cast.ida.user_id}
    with pytest.raises(Conflict):
        services.take_back_change(**back, change_id=change.id)
    with pytest.raises(NotFound):
        services.take_back_change(partner_id=cast.ivan.id, by=cast.ivan.user_id, change_id=change.id)
    services.take_back_change(**back, change_id=latest.id)
    assert services.take_back_change(**back, change_id=change.id).state == "withdrawn"
    row = ClientRebate.objects.get()
    assert (row.share, row.valid_to) == (Decimal("0.2"), None)
    with pytest.raises(Conflict):
        services.take_back_change(**back, change_id=change.id)
    begun = selectors.changes_of(cast.ida).get(share=Decimal("0.2"))
    with pytest.raises(Conflict):
        services.take_back_change(**back, change_id=begun.id)
    assert ClientRebate.objects.count() == 1, "what counts already stays"


def test_one_that_waits_is_taken_back_with_its_request(cast: Family) -> None:
    give = {"partner_id": cast.ida.id, "client_group": "*", "by": cast.ida.user_id, "share": Decimal("0.2")}
    change = services.give_client_rebate(**give)
    services.take_back_change(partner_id=cast.ida.id, change_id=change.id, by=cast.ida.user_id)
    request = Approval.objects.get(kind="client_rebate")
    assert request.state == "withdrawn"
    boss = add_member(email="boss@acme.example", name="Paula", role="Administrator").user
    with pytest.raises(Conflict):
        approvals.decide(approval_id=request.id, by=boss.id, outcome="approved", note="")
    assert not ClientRebate.objects.exists()
    assert services.give_client_rebate(**give).state == "asked", "the next may be asked for"
