"""Moves in the tree: seen before, made now or later, with or without the downline, undone; and never a circle, whoever is quick."""

import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import InvalidInput, Refused
from tenants.approvals import services as approvals
from tenants.ibs import selectors
from tenants.ibs.models import Partner, PartnerParent, TreeMove
from tenants.ibs.rules import parents_at
from tenants.ibs.selectors.moves import preview_move
from tenants.ibs.services import moves
from tenants.staff.services import add_member
from tests.ibs.people import Family, family, partner
from tests.rebates.market import account, deal

SECOND = timedelta(seconds=1)


@pytest.fixture
def cast(in_acme: Any) -> Family:
    return family()


def now() -> datetime:
    return clock.now().replace(microsecond=0)


def move(who: Partner, under: Partner | None, **more: Any) -> TreeMove:
    return moves.move_partner(
        partner_id=who.id, parent_id=under.id if under else None, reason="Agreed with both", by=None, **more
    )


def above(who: Partner, at: datetime) -> list[str]:
    names = dict(Partner.objects.values_list("id", "name"))
    return [names[each] for each in selectors.upline_at(who.id, at)]


def test_a_preview_says_who_moves_whose_path_changes_and_writes_nothing(cast: Family) -> None:
    seen = preview_move(partner=cast.ivan, parent=cast.zoe, at=now())
    assert [each.name for each in seen.moved] == ["Ivan"]
    assert [(path.partner.name, path.before, path.after, path.clients) for path in seen.paths] == [
        ("Ivan", ("Iris",), ("Zoe",), 0),
        ("Ida", ("Ivan", "Iris"), ("Ivan", "Zoe"), 1),
    ]
    assert (seen.from_parent, seen.clients, seen.refusal) == (cast.iris, 1, "")
    alone = preview_move(partner=cast.ivan, parent=cast.zoe, at=now(), with_downline=False)
    assert [each.name for each in alone.moved] == ["Ivan", "Ida"]
    assert [(path.partner.name, path.after) for path in alone.paths] == [
        ("Ivan", ("Zoe",)),
        ("Ida", ("Iris",)),
    ]
    assert preview_move(partner=cast.iris, parent=cast.ida, at=now()).refusal
    assert preview_move(partner=cast.ida, parent=cast.ivan, at=now()).refusal
    assert (TreeMove.objects.count(), PartnerParent.objects.count()) == (0, 2)


def test_a_partner_moves_with_its_downline(cast: Family) -> None:
    made = move(cast.ivan, cast.zoe)
    assert made.state == "written"
    assert above(cast.ida, made.at) == ["Ivan", "Zoe"]
    assert above(cast.ida, made.at - SECOND) == ["Ivan", "Iris"]


def test_without_its_downline_the_children_go_to_the_old_parent(cast: Family) -> None:
    made = move(cast.ivan, cast.zoe, with_downline=False)
    assert above(cast.ivan, made.at) == ["Zoe"]
    assert above(cast.ida, made.at) == ["Iris"]
    assert above(cast.ida, made.at - SECOND) == ["Ivan", "Iris"]


def test_without_its_downline_a_partner_may_stand_under_its_own_child(cast: Family) -> None:
    made = move(cast.ivan, cast.ida, with_downline=False)
    assert above(cast.ivan, made.at) == ["Ida", "Iris"]
    assert above(cast.ida, made.at) == ["Iris"]


def test_a_move_to_come_changes_nothing_until_its_second(cast: Family) -> None:
    then = now() + timedelta(days=3)
    made = move(cast.ida, cast.zoe, at=then)
    assert above(cast.ida, then - SECOND) == ["Ivan", "Iris"]
    assert above(cast.ida, then) == ["Zoe"]
    with pytest.raises(Refused, match="later change"):
        move(cast.ida, cast.iris)
    moves.undo_move(move_id=made.id, by=None)
    assert above(cast.ida, then) == ["Ivan", "Iris"]
    assert move(cast.ida, cast.iris).state == "written"


def test_a_move_that_would_close_a_circle_with_one_to_come_is_refused(cast: Family) -> None:
    move(cast.iris, cast.zoe, at=now() + timedelta(days=3))
    with pytest.raises(Refused, match="above itself"):
        move(cast.zoe, cast.ida, at=now() + timedelta(days=1))
    assert selectors.upline_at(cast.zoe.id, now() + timedelta(days=5)) == ()


def test_no_move_begins_in_the_past(cast: Family) -> None:
    with pytest.raises(InvalidInput):
        move(cast.ida, cast.zoe, at=now() - timedelta(hours=1))
    assert TreeMove.objects.count() == 0


def test_undone_it_is_as_if_it_had_not_been(cast: Family) -> None:
    before = list(
        PartnerParent.objects.order_by("id").values_list("partner", "parent", "valid_from", "valid_to")
    )
    made = move(cast.ivan, cast.zoe, with_downline=False)
    moves.undo_move(move_id=made.id, by=None)
    after = list(
        PartnerParent.objects.order_by("id").values_list("partner", "parent", "valid_from", "valid_to")
    )
    assert after == before
    with pytest.raises(Refused):
        moves.undo_move(move_id=made.id, by=None)


def test_a_top_that_was_moved_is_a_top_again(cast: Family) -> None:
    made = move(cast.zoe, cast.iris)
    moves.undo_move(move_id=made.id, by=None)
    assert above(cast.zoe, made.at) == []
    gone = move(cast.ida, None)
    assert above(cast.ida, gone.at) == []
    moves.undo_move(move_id=gone.id, by=None)
    assert above(cast.ida, gone.at) == ["Ivan", "Iris"]


def test_nothing_is_undone_that_a_later_move_or_a_deal_hangs_on(cast: Family) -> None:
    made = move(cast.ida, cast.zoe)
    later = move(cast.ida, cast.iris, at=now() + timedelta(days=1))
    with pytest.raises(Refused, match="later change"):
        moves.undo_move(move_id=made.id, by=None)
    moves.undo_move(move_id=later.id, by=None)
    deal(account(cast.clara), batch=uuid.uuid4(), at=made.at)
    with pytest.raises(Refused, match="1 deals below"):
        moves.undo_move(move_id=made.id, by=None)
    assert above(cast.ida, made.at) == ["Zoe"]


def test_an_undo_never_closes_a_circle(cast: Family) -> None:
    made = move(cast.ivan, cast.zoe)  # Ivan leaves Iris
    move(cast.iris, cast.ida, at=made.at + SECOND)  # now Iris may stand under Ida
    with pytest.raises(Refused, match="hangs on this one"):
        moves.undo_move(move_id=made.id, by=None)
    assert above(cast.ivan, made.at + SECOND) == ["Zoe"]


def test_where_the_broker_wants_a_second_person_the_tree_waits_for_one(cast: Family) -> None:
    approvals.set_policy(kind="partner_move", mode="always", condition={}, by=None)
    fiona, sam = (
        add_member(email=f"{name}@acme.example", name=name, role="Administrator") for name in ("Fiona", "Sam")
    )
    asked = moves.move_partner(
        partner_id=cast.ida.id, parent_id=cast.zoe.id, reason="Wants to", by=sam.user_id, at=now()
    )
    assert asked.state == "waiting"
    assert above(cast.ida, now()) == ["Ivan", "Iris"]
    approvals.decide(approval_id=asked.approval_id, by=fiona.user_id, outcome="approved")  # type: ignore[arg-type]
    moves.take_move_decision(move_id=asked.id, approval_id=asked.approval_id, approved=True)  # type: ignore[arg-type]
    moves.take_move_decision(move_id=asked.id, approval_id=asked.approval_id, approved=True)  # type: ignore[arg-type]
    asked.refresh_from_db()
    assert asked.state == "written"
    assert above(cast.ida, asked.at) == ["Zoe"]
    with pytest.raises(Refused):  # what cannot be is not even asked for
        moves.move_partner(partner_id=cast.zoe.id, parent_id=cast.ida.id, reason="Wants to", by=sam.user_id)


def _opposing(tenant: Any, monkeypatch: pytest.MonkeyPatch, *, locked: bool) -> tuple[list[Exception], bool]:
    """Ann under Ben and Ben under Ann at once. Each looks at the tree before either writes, unless the lock keeps one out."""
    with tenancy.entered(tenant):
        ann, ben = partner("Ann"), partner("Ben")
    looked = threading.Barrier(2)
    real = selectors.edges

    def edges_then_wait() -> Any:
        found = real()
        try:
            looked.wait(1.0)
        except threading.BrokenBarrierError:
            pass  # the other waits for the lock
        return found

    monkeypatch.setattr(selectors, "edges", edges_then_wait)
    if not locked:
        monkeypatch.setattr(moves, "lock_tree", lambda: None)
    errors: list[Exception] = []

    def run(job: Callable[[], object]) -> None:
        try:
            with tenancy.entered(tenant):
                job()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=[job]) for job in (lambda: move(ann, ben), lambda: move(ben, ann))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with tenancy.entered(tenant):
        parents = parents_at(real(), clock.now())
    return errors, parents.get(ann.id) == ben.id and parents.get(ben.id) == ann.id


@pytest.mark.usefixtures("committed")
def test_two_opposing_moves_at_once_close_a_circle_without_the_trees_lock(
    acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race itself: this is what the lock is for."""
    errors, circle = _opposing(acme, monkeypatch, locked=False)
    assert errors == []
    assert circle


@pytest.mark.usefixtures("committed")
def test_with_the_lock_the_second_of_two_opposing_moves_is_refused(
    acme: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors, circle = _opposing(acme, monkeypatch, locked=True)
    assert [type(error) for error in errors] == [Refused]
    assert not circle
