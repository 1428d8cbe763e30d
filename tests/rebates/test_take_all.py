"""A confirmed sign of abuse: whoever decides is told and has a task, and everything it is about can be taken back together."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from atrium.kernel import clock
from atrium.kernel.errors import Refused
from tenants.abuse import services as abuse
from tenants.abuse.models import Flag
from tenants.approvals import services as approvals
from tenants.identity.models import User
from tenants.notifications.models import Notification
from tenants.rebates import selectors, services
from tenants.rebates.models import Clawback, Line
from tenants.rebates.services import clawback, take_all
from tenants.rebates.verification import verify
from tenants.work.models import Task
from tests.ibs.people import Family, family
from tests.rebates.lives import nina, olga
from tests.rebates.market import account, deal

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def cast(in_acme: Any) -> Family:
    people, batch = family(), uuid.uuid4()
    of = account(people.clara)
    for hours, lots in ((1, "1"), (2, "0.3"), (30, "2")):
        deal(of, batch=batch, lots=lots, at=clock.now() - timedelta(hours=hours))
    services.accrue(batch_id=batch)
    return people


def _confirmed(cast: Family, by: User, everybody: bool = False) -> Flag:
    now = clock.now()
    flag = Flag.objects.create(
        rule="shared_ip", partner=cast.ida, client=cast.clara, signs=1, found_at=now, seen_at=now
    )
    if everybody:
        abuse.hold(flag_id=flag.id, by=by.id, text="We look into this.", everybody=True)
    return abuse.confirm(flag_id=flag.id, by=by.id, text="It is one and the same person.")


def _sums() -> dict[str, Decimal]:
    names = ("Ida", "Ivan", "Iris")
    lines = Line.objects.filter(partner__name__in=names).values_list("partner__name", "amount")
    return {name: sum((amount for who, amount in lines if who == name), Decimal(0)) for name in names}


def _decided(wish: Clawback, boss: User, outcome: str = "approved") -> None:
    assert wish.approval_id is not None
    approvals.decide(approval_id=wish.approval_id, by=boss.id, outcome=outcome, note="Looked at.")
    for _ in range(2):
        take_all.take_all_decision(
            clawback_id=wish.id, approval_id=wish.approval_id, approved=outcome == "approved"
        )
    wish.refresh_from_db()


def test_a_new_sign_is_told_and_given_to_somebody_until_it_is_decided(cast: Family) -> None:
    boss = olga().user
    User.objects.filter(id=cast.clara.user_id).update(person=cast.ida.person)
    assert (abuse.look(), abuse.look()) == (1, 0)
    flag = Flag.objects.get()
    told = Notification.objects.filter(kind="abuse.sign")
    assert boss.id in set(told.values_list("user_id", flat=True))
    assert told.count() == told.values("user_id").distinct().count(), "each once"
    task = Task.objects.get(key__startswith=f"abuse:{flag.id}:")
    assert (task.state, task.owner_id in set(told.values_list("user_id", flat=True))) == ("open", True)
    abuse.release(flag_id=flag.id, by=boss.id, text="They are one family.")
    task.refresh_from_db()
    assert task.state == "done"


def test_many_signs_of_one_night_are_told_together(cast: Family) -> None:
    from tenants.abuse.services.telling import tell_desk

    olga()
    now = clock.now()
    flags = [
        Flag(rule="shared_ip", partner=cast.ida, client=cast.clara, signs=1, found_at=now, seen_at=now)
        for _ in range(6)
    ]
    tell_desk(flags, now)
    assert set(Notification.objects.values_list("title", flat=True)) >= {"6 new signs of abuse"}
    assert Task.objects.get().title == "Look at 6 new signs of abuse"


def test_everything_of_one_partner_is_seen_agreed_to_and_taken_back_deal_by_deal(cast: Family) -> None:
    boss, asker = olga().user, nina().user
    flag = _confirmed(cast, boss)
    first = Line.objects.filter(partner=cast.ida).order_by("-time").first()
    assert first is not None
    seen = take_all.everything_of(flag)
    assert (seen.sources, [(one.name, one.amount) for one in seen.parties]) == (3, [("Ida", Decimal(33))])
    wish = take_all.ask_take_all(flag=flag, explanation="Not real clients.", by=asker.id)
    with pytest.raises(Refused):
        take_all.ask_take_all(flag=flag, explanation="Not real clients.", by=asker.id)
    later = uuid.uuid4()
    deal(account(cast.clara), batch=later, lots="5")
    services.accrue(batch_id=later)
    assert _sums()["Ida"] == 83
    _decided(wish, boss)
    assert (wish.state, wish.lines) == ("done", 3)
    assert _sums() == {"Ida": Decimal(50), "Ivan": Decimal("33.2"), "Iris": Decimal("16.6")}
    assert verify() == []
    back = Line.objects.filter(reason="clawback").order_by("id").first()
    assert back is not None
    assert selectors.trace_of(back)[0]["in"]["amount"] == selectors.trace_of(back)[0]["out"].lstrip("-")
    again = take_all.everything_of(flag)
    assert (again.sources, [one.amount for one in again.parties]) == (1, [Decimal(50)]), "what came later"


def test_what_is_held_from_everybody_is_taken_from_everybody(cast: Family) -> None:
    boss, asker = olga().user, nina().user
    flag = _confirmed(cast, boss, everybody=True)
    wish = take_all.ask_take_all(flag=flag, explanation="Not real clients.", by=asker.id)
    _decided(wish, boss)
    assert set(_sums().values()) == {Decimal(0)}
    assert wish.lines == 9


def test_refused_or_changed_meanwhile_nothing_is_taken_back(cast: Family) -> None:
    boss, asker = olga().user, nina().user
    flag = _confirmed(cast, boss)
    wish = take_all.ask_take_all(flag=flag, explanation="Not real clients.", by=asker.id)
    _decided(wish, boss, "refused")
    assert (wish.state, _sums()["Ida"]) == ("refused", 33)
    wish = take_all.ask_take_all(flag=flag, explanation="Not real clients.", by=asker.id)
    line = Line.objects.filter(partner=cast.ida).earliest("id")
    one = clawback.ask_clawback(line=line, reason="clawback", explanation="This one alone.", by=asker.id)
    assert one.approval_id is not None
    approvals.decide(approval_id=one.approval_id, by=boss.id, outcome="approved", note="")
    clawback.take_clawback_decision(clawback_id=one.id, approval_id=one.approval_id, approved=True)
    left = _sums()["Ida"]
    _decided(wish, boss)
    assert (wish.state, _sums()["Ida"]) == ("refused", left), "it is not what was agreed to any more"


def test_only_what_is_confirmed_can_be_taken_back(cast: Family) -> None:
    now = clock.now()
    flag = Flag.objects.create(
        rule="shared_ip", partner=cast.ida, client=cast.clara, signs=1, found_at=now, seen_at=now
    )
    with pytest.raises(Refused):
        take_all.ask_take_all(flag=flag, explanation="Not real clients.", by=nina().user.id)
    assert not Clawback.objects.exists()
