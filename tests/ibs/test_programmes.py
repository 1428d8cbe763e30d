"""Named programmes, agreements and invitations; what a partner gives its clients, dated and agreed to."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, Refused
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.ibs import requests, selectors, services
from tenants.ibs.models import (
    Agreement,
    Application,
    ClientRebate,
    ClientRebateChange,
    Invitation,
    Partner,
    PartnerParent,
    PartnerRank,
)
from tenants.ibs.services import client_rebates
from tenants.staff.services import add_member
from tests.ibs.people import Family, family
from tests.ibs.policies import rules_of

pytestmark = pytest.mark.usefixtures("in_acme")
UMA = {
    "name": "Uma Under", "email": "uma@example.com", "phone": "", "country": "", "website": "",
    "reason": "I run a school for traders.", "currency": "USD",
}  # fmt: skip


@pytest.fixture
def cast() -> Family:
    return family()


@pytest.fixture
def boss() -> Any:
    return add_member(email="boss@acme.example", name="Paula", role="Administrator").user


def decided(request: Approval, boss: Any, outcome: str = "approved") -> None:
    approvals.decide(approval_id=request.id, by=boss.id, outcome=outcome, note="")


def test_the_invited_stands_under_the_inviter_on_the_agreed_share(cast: Family, boss: Any) -> None:
    invitation = services.invite(partner_id=cast.ida.id, name="Uma", share=Decimal("0.6"))
    request = requests.register_partner(**UMA, invitation=invitation)
    decided(request, boss)
    requests.carry_out(approval_id=request.id)
    requests.carry_out(approval_id=request.id)
    uma = Partner.objects.get(name="Uma Under")
    assert PartnerParent.objects.get(partner=uma).parent == cast.ida
    assert selectors.own_shares_at([uma.id]) == {uma.id: Decimal("0.6")}
    invitation.refresh_from_db()
    assert (invitation.state, Application.objects.get().partner) == ("used", uma)
    services.set_parent(partner_id=uma.id, parent_id=cast.zoe.id, at=clock.now() + timedelta(seconds=2))
    later = clock.now() + timedelta(minutes=1)
    assert selectors.own_shares_at([uma.id], later) == {}, "under somebody else it says nothing"


def test_one_invitation_makes_one_partner(cast: Family, boss: Any) -> None:
    invitation = services.invite(partner_id=cast.ida.id, name="Uma")
    first = requests.register_partner(**UMA, invitation=invitation)
    second = requests.register_partner(
        **{**UMA, "email": "vera@example.com", "name": "Vera"}, invitation=invitation
    )
    for request in (first, second):
        decided(request, boss)
        requests.carry_out(approval_id=request.id)
    assert Partner.objects.filter(name="Uma Under").exists()
    assert not Partner.objects.filter(name="Vera").exists()
    second.refresh_from_db()
    assert second.applied is False


def test_an_invitation_ends_after_thirty_days_and_nobody_suspended_invites(cast: Family) -> None:
    invitation = services.invite(partner_id=cast.ida.id, name="Uma")
    Invitation.objects.filter(id=invitation.id).update(expires_at=clock.now())
    assert selectors.invitation_by_code(invitation.code) is None
    services.set_status(partner_id=cast.ida.id, status="suspended", reason="Looked at")
    with pytest.raises(Refused):
        services.invite(partner_id=cast.ida.id, name="Vera")
    rules_of(partners_invite=False)
    with pytest.raises(Refused):
        services.invite(partner_id=cast.ivan.id, name="Vera")


def test_a_programme_gives_its_partners_place_rank_and_rules(cast: Family, boss: Any) -> None:
    academy = services.save_programme(
        code="academy", title="Academy", rank=2, parent_id=cast.iris.id, questions="Audience? *"
    )
    answers = [{"question": "Audience?", "answer": "Day traders"}]
    request = requests.register_partner(**UMA, programme=academy, answers=answers)
    decided(request, boss)
    requests.carry_out(approval_id=request.id)
    uma = Partner.objects.get(name="Uma Under")
    assert PartnerParent.objects.get(partner=uma).parent == cast.iris
    assert PartnerRank.objects.get(partner=uma).rank == 2
    assert selectors.programme_of(uma) == academy
    assert Application.objects.get().answers == answers


@pytest.mark.parametrize(
    "wrong", [{"code": "thanks"}, {"code": "academy"}, {"questions": "Hm"}, {"window_days": 0}]
)
def test_a_programme_that_cannot_be_is_refused_whole(wrong: dict[str, Any]) -> None:
    services.save_programme(code="academy", title="Academy")
    with pytest.raises((Conflict, InvalidInput)):
        services.save_programme(**{"code": "circle", "title": "Circle", **wrong})
    assert [one.code for one in selectors.programmes()] == ["academy"]


def test_a_published_agreement_is_frozen_and_the_next_version_replaces_it(cast: Family) -> None:
    first = services.draft_agreement(title="Agreement", wording="The first version of this agreement.")
    again = services.draft_agreement(title="Agreement", wording="The first version, written anew.")
    assert (again.id, again.version) == (first.id, 1)
    services.publish_agreement(agreement_id=first.id)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Agreement.objects.filter(id=first.id).update(wording="Something else that nobody agreed to.")
    second = services.draft_agreement(title="Agreement", wording="The second version of this agreement.")
    assert selectors.open_agreement(cast.ida) is not None
    services.accept_agreement(partner_id=cast.ida.id, agreement_id=first.id)
    assert selectors.open_agreement(cast.ida) is None
    services.publish_agreement(agreement_id=second.id)
    assert selectors.open_agreement(cast.ida) == second
    with pytest.raises(Conflict):
        services.accept_agreement(partner_id=cast.ida.id, agreement_id=first.id)
    states = dict(Agreement.objects.values_list("version", "state"))
    assert states == {1: "superseded", 2: "published"}


def test_a_programmes_agreement_asks_its_own_partners_alone(cast: Family) -> None:
    academy = services.save_programme(code="academy", title="Academy")
    draft = services.draft_agreement(
        title="Academy", wording="Teach before you sell.", programme_id=academy.id
    )
    services.publish_agreement(agreement_id=draft.id)
    services.join_programme(partner_id=cast.ida.id, programme_id=academy.id)
    assert selectors.open_agreement(cast.ida) == draft
    assert selectors.open_agreement(cast.ivan) is None
    with pytest.raises(Conflict):
        services.accept_agreement(partner_id=cast.ivan.id, agreement_id=draft.id)


def give(cast: Family, share: str, **more: Any) -> ClientRebateChange:
    return services.give_client_rebate(
        **{
            "partner_id": cast.ida.id,
            "client_group": "*",
            "share": Decimal(share),
            "by": cast.ida.user_id,
            **more,
        }
    )


def shares_at(cast: Family, at: datetime) -> dict[str, Decimal]:
    return selectors.client_shares_at([cast.ida.id], at).get(cast.ida.id, {})


def test_a_client_rebate_holds_when_the_broker_agreed_and_not_before(cast: Family, boss: Any) -> None:
    change = give(cast, "0.25")
    request = Approval.objects.get(kind="client_rebate")
    assert (request.facts["share"], request.facts["before"], request.subject_id) == (
        "25.00%",
        "0.00%",
        change.id,
    )
    assert shares_at(cast, clock.now()) == {}
    decided(request, boss)
    for _ in range(2):
        client_rebates.take_decision(change_id=change.id, approval_id=request.id, outcome="approved")
    assert shares_at(cast, clock.now() + timedelta(seconds=1)) == {"*": Decimal("0.25")}
    assert ClientRebate.objects.count() == 1
    cast.ida.refresh_from_db()
    assert cast.ida.client_shares == {"*": "0.25"}


def test_what_the_broker_refuses_changes_nothing(cast: Family, boss: Any) -> None:
    change = give(cast, "0.25")
    request = Approval.objects.get(kind="client_rebate")
    approvals.decide(approval_id=request.id, by=boss.id, outcome="refused", note="Too much.")
    client_rebates.take_decision(change_id=change.id, approval_id=request.id, outcome="refused")
    change.refresh_from_db()
    assert (change.state, ClientRebate.objects.count()) == ("refused", 0)
    assert give(cast, "0.10").state == "asked", "the next may be asked for"


def test_client_rebates_are_dated_and_the_past_stays(cast: Family) -> None:
    rules_of(client_rebates_asked=False)
    give(cast, "0.20")
    start = ClientRebate.objects.get().valid_from
    later = (clock.now() + timedelta(days=3)).replace(microsecond=0)
    give(cast, "0.50", wanted_from=later)
    assert shares_at(cast, start) == {"*": Decimal("0.20")}
    assert shares_at(cast, later - timedelta(seconds=1)) == {"*": Decimal("0.20")}
    assert shares_at(cast, later) == {"*": Decimal("0.50")}
    cast.ida.refresh_from_db()
    assert cast.ida.client_shares == {"*": "0.2"}
    with pytest.raises(Refused):
        give(cast, "0.30")


def test_a_rebate_that_begins_by_the_clock_is_repeated_by_the_clock(cast: Family, monkeypatch: Any) -> None:
    rules_of(client_rebates_asked=False)
    later = (clock.now() + timedelta(days=3)).replace(microsecond=0)
    give(cast, "0.50", wanted_from=later)
    assert client_rebates.repeat_due_shares() == 0
    monkeypatch.setattr(clock, "now", lambda: later + timedelta(seconds=1))
    assert (client_rebates.repeat_due_shares(), client_rebates.repeat_due_shares()) == (1, 0)
    cast.ida.refresh_from_db()
    assert cast.ida.client_shares == {"*": "0.5"}


@pytest.mark.parametrize(
    ("share", "more"),
    [
        ("1.01", {}),
        ("-0.1", {}),
        ("0.6", {}),
        ("0.1", {"client_group": "nobodys"}),
        ("0.1", {"wanted_from": "past"}),
    ],
)
def test_a_client_rebate_that_cannot_be_is_refused(cast: Family, share: str, more: dict[str, Any]) -> None:
    rules_of(most_client_share=Decimal("0.5"), client_rebates_asked=False)
    if more.get("wanted_from"):
        more = {"wanted_from": clock.now() - timedelta(days=1)}
    with pytest.raises(InvalidInput):
        give(cast, share, **more)
    assert not ClientRebateChange.objects.exists()


def test_a_client_is_told_what_its_own_partner_gives_its_group(cast: Family) -> None:
    rules_of(client_rebates_asked=False)
    type(cast.clara).objects.filter(id=cast.clara.id).update(group="vip")
    give(cast, "0.10")
    give(cast, "0.30", client_group="vip")
    soon = clock.now() + timedelta(seconds=1)
    assert selectors.given_to(cast.clara.id, "vip", soon) == Decimal("0.30")
    assert selectors.given_to(cast.clara.id, "other", soon) == Decimal("0.10")
    services.attribute_client(client_id=cast.clara.id, partner_id=cast.zoe.id, at=soon)
    assert selectors.given_to(cast.clara.id, "vip", soon) == 0
