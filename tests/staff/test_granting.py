"""Nobody hands on what they lack, nobody locks the house out, and a change made before somebody else's eyes is not lost."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Conflict, InvalidInput, Refused, Stale
from tenants.staff.models import Appointment, Desk, Member, Role
from tenants.staff.rules import Content
from tenants.staff.selectors import has_permission, member_of
from tenants.staff.services import (
    add_member,
    appoint,
    change_role,
    create_desk,
    create_role,
    end_appointment,
    end_membership,
    move_desk,
    remove_desk,
    remove_role,
)


def role(name: str, *permissions: str, scopes: tuple[str, ...] = (), **more: Any) -> Role:
    return create_role(name=name, content=Content(frozenset(permissions), frozenset(scopes), **more))


def member(name: str, held: Role, desk: str = "") -> Member:
    return add_member(email=f"{name.lower()}@acme.example", name=name, role=held.name, desk=desk)


def content(*permissions: str, scopes: tuple[str, ...] = (), **more: Any) -> Content:
    return Content(frozenset(permissions), frozenset(scopes), **more)


@pytest.fixture
def ada(in_acme: Any) -> Member:
    return Member.objects.get(user__email="admin@acme.example")


@pytest.fixture
def hans(in_acme: Any) -> Member:
    """Manages staff and roles, and sees leads of his desk and below; nothing of money."""
    create_desk(name="North", kind="sales")
    return member(
        "Hans",
        role("People", "settings.staff", "settings.roles", "settings.desks", "leads.view", scopes=("desk",)),
        "North",
    )


def test_one_gives_what_one_holds(hans: Member) -> None:
    held = role("Reader", "leads.view", scopes=("desk",))
    olga = member("Olga", role("Nothing"))
    appoint(member=olga, role=held, desk=hans.desk, by=hans)
    assert has_permission(olga.user, "leads.view")


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (content("finance.view", scopes=("desk",)), "deposits"),
        (content("leads.view", scopes=("all",)), "See leads in scope \\(all\\)"),
        (content("leads.view", scopes=("unassigned",)), "unassigned"),
        (content("*", scopes=("all",)), "every permission"),
    ],
)
def test_nobody_gives_what_they_lack(hans: Member, wanted: Content, says: str) -> None:
    more = create_role(name="More", content=wanted)
    olga = member("Olga", role("Nothing"))
    before = Appointment.objects.count()
    with pytest.raises(Refused, match=says):
        appoint(member=olga, role=more, desk=hans.desk, by=hans)
    with pytest.raises(Refused, match=says):
        appoint(member=hans, role=more, desk=hans.desk, by=hans)
    with pytest.raises(Refused, match=says):
        create_role(name="Mine", content=wanted, by=hans)
    assert Appointment.objects.count() == before
    assert not Role.objects.filter(name="Mine").exists()


def test_a_desk_that_one_does_not_lead_is_not_given(hans: Member) -> None:
    south = create_desk(name="South", kind="sales")
    held = role("Reader", "leads.view", scopes=("desk",))
    with pytest.raises(Refused, match="leads"):
        appoint(member=hans, role=held, desk=south, by=hans)


def test_who_sees_a_field_masked_gives_no_role_that_shows_it(in_acme: Any) -> None:
    masked = role("Masked", "settings.staff", "leads.view", scopes=("all",), masks={"phone": "hidden"})
    open_role = role("Open", "leads.view", scopes=("all",))
    half = role("Half", "leads.view", scopes=("all",), masks={"phone": "partly"})
    same = role("Same", "leads.view", scopes=("all",), masks={"phone": "hidden"})
    mona = member("Mona", masked)
    for more in (open_role, half):
        with pytest.raises(Refused, match="Phone numbers unmasked"):
            appoint(member=mona, role=more, by=mona)
    assert appoint(member=mona, role=same, by=mona)
    assert member_of(mona.user).authority.mask("phone") == "hidden"  # type: ignore[union-attr]


def test_a_higher_amount_than_ones_own_is_not_given(in_acme: Any) -> None:
    approver = role(
        "Approver", "settings.roles", "payouts.approve", scopes=("all",), limits={"payouts.approve": 1000}
    )
    anna = member("Anna", approver)
    for more in ({"payouts.approve": 1001}, {}):
        with pytest.raises(Refused, match="up to that amount"):
            create_role(name="Higher", content=content("payouts.approve", limits=more), by=anna)
    assert create_role(
        name="Lower", content=content("payouts.approve", limits={"payouts.approve": 999}), by=anna
    )


def test_nobody_edits_their_own_role_upward(hans: Member) -> None:
    mine = Role.objects.get(name="People")
    with pytest.raises(Refused):
        change_role(
            role_id=mine.id, content=content(*mine.permissions, "finance.view", scopes=("desk",)), by=hans
        )
    mine.refresh_from_db()
    assert "finance.view" not in mine.permissions
    assert mine.version == 1


def test_what_a_role_had_before_may_stay_and_be_lowered_by_who_lacks_it(hans: Member) -> None:
    rich = role("Rich", "finance.view", "payouts.approve", scopes=("all",), limits={"payouts.approve": 500})
    renamed = change_role(
        role_id=rich.id,
        name="Richer in name",
        content=content("finance.view", "payouts.approve", scopes=("all",), limits={"payouts.approve": 400}),
        by=hans,
    )
    assert renamed.limits == {"payouts.approve": 400}
    with pytest.raises(Refused):
        change_role(
            role_id=rich.id,
            content=content(
                "finance.view", "payouts.approve", scopes=("all",), limits={"payouts.approve": 401}
            ),
            by=hans,
        )


def test_who_ends_a_role_holds_its_rights(ada: Member, hans: Member) -> None:
    fay = member("Fay", Role.objects.get(name="Finance"))
    with pytest.raises(Refused, match="rights that yours does not"):
        end_membership(fay, by=hans)
    assert member_of(fay.user) is not None
    end_membership(fay, by=ada)
    assert member_of(fay.user) is None


def test_moving_a_desk_gives_no_sight_that_the_mover_lacks(ada: Member, hans: Member) -> None:
    rival = create_desk(name="Rival", kind="sales")
    under = create_desk(name="Under North", kind="sales", parent_id=hans.desk_id)
    with pytest.raises(Refused):
        move_desk(desk_id=rival.id, parent_id=hans.desk_id, by=hans)
    move_desk(desk_id=under.id, parent_id=None, by=hans)
    move_desk(desk_id=rival.id, parent_id=hans.desk_id, by=ada)
    scope = member_of(hans.user).authority.scope("leads.view")  # type: ignore[union-attr]
    assert scope is not None
    assert rival.id in scope.desk_ids


def test_a_desk_never_stands_under_itself(in_acme: Any) -> None:
    top = create_desk(name="Top", kind="sales")
    middle = create_desk(name="Middle", kind="sales", parent_id=top.id)
    low = create_desk(name="Low", kind="support", parent_id=middle.id)
    for parent in (top, middle, low):
        with pytest.raises(Refused, match="under itself"):
            move_desk(desk_id=top.id, parent_id=parent.id)
    assert Desk.objects.get(id=top.id).parent is None
    with pytest.raises(Refused, match="Move them first"):
        remove_desk(desk_id=middle.id)
    remove_desk(desk_id=low.id)


# -- the last one


def test_the_last_administrator_stays(ada: Member) -> None:
    admin = Role.objects.get(name="Administrator")
    for attempt in (
        lambda: end_membership(ada, by=ada),
        lambda: end_appointment(ada.appointments.get(), by=ada),
        lambda: end_appointment(ada.appointments.get(), at=clock.now() + timedelta(days=30), by=ada),
        lambda: change_role(role_id=admin.id, content=content("leads.view", scopes=("all",)), by=ada),
        lambda: change_role(role_id=admin.id, content=content("*", scopes=("own",)), by=ada),
    ):
        with pytest.raises(Refused, match="Nobody would be left"):
            attempt()
    assert has_permission(ada.user, "settings.roles")
    admin.refresh_from_db()
    assert (admin.permissions, admin.scopes) == (["*"], ["all"])


def test_a_second_one_lets_the_first_go(ada: Member) -> None:
    bob = member("Bob", Role.objects.get(name="Administrator"))
    end_membership(ada, by=bob)
    assert not has_permission(ada.user, "leads.view")
    with pytest.raises(Refused, match="Nobody would be left"):
        end_membership(bob, by=bob)


def test_an_administrator_whose_role_will_end_is_not_the_one_who_stays(ada: Member) -> None:
    add_member(
        email="tim@acme.example",
        name="Tim",
        role="Administrator",
        active_to=clock.now() + timedelta(days=1),
    )
    with pytest.raises(Refused, match="Nobody would be left"):
        end_membership(ada, by=ada)


def _at_once(acme: Any, *verbs: Callable[[], object]) -> list[str]:
    """Each in a thread and a transaction of its own."""
    together, ends = threading.Barrier(len(verbs)), []

    def run(verb: Callable[[], object]) -> None:
        with tenancy.entered(acme):
            together.wait()
            try:
                verb()
                ends.append("done")
            except Refused as refusal:
                ends.append(refusal.message)
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_two_administrators_who_remove_each_other_leave_one(committed: None, acme: Any) -> None:
    with tenancy.entered(acme):
        ada = Member.objects.get(user__email="admin@acme.example")
        bob = add_member(email="bob@acme.example", name="Bob", role="Administrator")
    ends = _at_once(acme, lambda: end_membership(ada, by=bob), lambda: end_membership(bob, by=ada))
    assert ends.count("done") == 1
    with tenancy.entered(acme):
        assert sorted([has_permission(one.user, "settings.staff") for one in (ada, bob)]) == [False, True]


def test_two_desks_that_are_hung_under_each_other_at_once_stay_a_tree(committed: None, acme: Any) -> None:
    with tenancy.entered(acme):
        one, two = create_desk(name="One", kind="sales"), create_desk(name="Two", kind="sales")
    ends = _at_once(
        acme,
        lambda: move_desk(desk_id=one.id, parent_id=two.id),
        lambda: move_desk(desk_id=two.id, parent_id=one.id),
    )
    assert ends.count("done") == 1
    with tenancy.entered(acme):
        assert Desk.objects.filter(id__in=[one.id, two.id], parent=None).count() == 1


# -- versions


def test_a_role_that_somebody_changed_meanwhile_is_not_overwritten(ada: Member) -> None:
    reader = role("Reader", "leads.view", scopes=("own",))
    change_role(
        role_id=reader.id, content=content("leads.view", "clients.view", scopes=("own",)), seen_version=1
    )
    with pytest.raises(Stale) as stale:
        change_role(role_id=reader.id, content=content("leads.edit", scopes=("all",)), seen_version=1, by=ada)
    assert stale.value.theirs == {"permissions": ("leads.view", "leads.view, clients.view")}
    reader.refresh_from_db()
    assert (reader.version, reader.permissions) == (2, ["leads.view", "clients.view"])
    assert list(reader.versions.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_unknown_words_and_taken_names_are_refused(ada: Member) -> None:
    for wrong in (
        content("leads.fly"),
        content("leads.view", scopes=("galaxy",)),
        content("leads.view", masks={"shoe_size": "hidden"}),
        content("leads.view", masks={"phone": "sometimes"}),
        content("leads.view", limits={"leads.view": 5}),
        content("payouts.approve", limits={"payouts.approve": -1}),
    ):
        with pytest.raises(InvalidInput):
            create_role(name="Wrong", content=wrong)
    with pytest.raises(Conflict):
        create_role(name="Sales", content=content("leads.view"))
    assert not Role.objects.filter(name="Wrong").exists()


def test_a_role_that_was_held_stays_in_the_books(ada: Member) -> None:
    unused = role("Unused", "leads.view")
    remove_role(role_id=unused.id)
    assert not Role.objects.filter(name="Unused").exists()
    with pytest.raises(Refused):
        remove_role(role_id=Role.objects.get(name="Administrator").id)


def test_a_right_taken_away_is_gone_with_the_next_request(ada: Member, browse: Any, acme: Any) -> None:
    sam = member("Sam", Role.objects.get(name="Sales manager"))
    page = browse(acme, "staff", sam.user)
    assert page.get("/leads/").status_code == 200
    change_role(
        role_id=Role.objects.get(name="Sales manager").id,
        content=content("clients.view", scopes=("all",)),
        by=ada,
    )
    assert page.get("/leads/").status_code == 404
    end_membership(sam, by=ada)
    assert page.get("/clients/").status_code in {302, 404}
