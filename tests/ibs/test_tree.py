"""The tree of partners: dated, without cycles, and visible downwards only."""

from datetime import UTC, datetime, timedelta

import pytest

from atrium.kernel.errors import NotFound, Refused
from tenants.ibs import selectors, services
from tenants.ibs.models import PartnerParent
from tests.ibs.people import BEGINNING, client, family, partner

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.usefixtures("in_acme")


def test_path_leads_from_the_direct_partner_to_the_top() -> None:
    cast = family()
    assert selectors.path_at(cast.clara.id, NOON) == (cast.ida.id, cast.ivan.id, cast.iris.id)
    assert selectors.upline_at(cast.ida.id, NOON) == (cast.ivan.id, cast.iris.id)
    assert selectors.path_at(client("Boris").id, NOON) == ()


def test_a_move_at_noon_changes_no_morning() -> None:
    cast = family()
    services.set_parent(partner_id=cast.ida.id, parent_id=cast.zoe.id, at=NOON)
    assert selectors.path_at(cast.clara.id, NOON - SECOND) == (cast.ida.id, cast.ivan.id, cast.iris.id)
    assert selectors.path_at(cast.clara.id, NOON) == (cast.ida.id, cast.zoe.id)


def test_a_partner_moves_with_its_downline_and_can_become_a_top() -> None:
    cast = family()
    services.set_parent(partner_id=cast.ivan.id, parent_id=None, at=NOON)
    assert selectors.path_at(cast.clara.id, NOON) == (cast.ida.id, cast.ivan.id)
    assert list(selectors.downline_of(cast.iris)) == []


def test_a_partner_never_stands_under_its_own_downline() -> None:
    cast = family()
    with pytest.raises(Refused, match="Ida stands under Iris"):
        services.set_parent(partner_id=cast.iris.id, parent_id=cast.ida.id, at=NOON)
    with pytest.raises(Refused):
        services.set_parent(partner_id=cast.iris.id, parent_id=cast.iris.id, at=NOON)
    assert PartnerParent.objects.filter(partner=cast.iris).count() == 0


def test_a_move_in_the_past_sees_the_cycles_of_later_times() -> None:
    cast = family()
    services.set_parent(partner_id=cast.zoe.id, parent_id=cast.ida.id, at=NOON)
    with pytest.raises(Refused):
        services.set_parent(partner_id=cast.iris.id, parent_id=cast.zoe.id, at=NOON - SECOND)


def test_a_change_never_begins_before_the_one_it_follows() -> None:
    cast = family()
    services.set_parent(partner_id=cast.ida.id, parent_id=cast.zoe.id, at=NOON)
    with pytest.raises(Refused, match="later change"):
        services.set_parent(partner_id=cast.ida.id, parent_id=cast.iris.id, at=NOON - SECOND)
    assert selectors.upline_at(cast.ida.id, NOON) == (cast.zoe.id,)


def test_saying_the_same_again_writes_nothing() -> None:
    cast = family()
    services.set_parent(partner_id=cast.ida.id, parent_id=cast.ivan.id, at=NOON)
    row = PartnerParent.objects.get(partner=cast.ida)
    assert (row.valid_from, row.valid_to) == (BEGINNING, None)


def test_a_partner_sees_itself_and_its_descendants_exactly() -> None:
    cast = family()
    side = partner("Side", cast.iris)
    below = partner("Below", side)
    assert set(selectors.visible_to(cast.iris)) == {cast.iris, cast.ivan, cast.ida, side, below}
    assert set(selectors.visible_to(cast.ivan)) == {cast.ivan, cast.ida}
    assert set(selectors.visible_to(cast.ida)) == {cast.ida}
    for stranger in (cast.iris, side, below, cast.zoe):
        with pytest.raises(NotFound):
            selectors.partner_for(cast.ivan, stranger.id)
    with pytest.raises(NotFound):
        selectors.partner_for(cast.ivan, "nonsense")
    assert selectors.partner_for(cast.ivan, cast.ida.id) == cast.ida


def test_tree_of_a_partner_has_its_own_branch_with_counts() -> None:
    cast = family()
    client("Carl", cast.ivan)
    tree = selectors.tree_of(cast.ivan)
    assert (tree.partner, tree.level, tree.clients) == (cast.ivan, 0, 1)
    assert [(node.partner, node.level, node.clients, node.below) for node in tree.below] == [
        (cast.ida, 1, 1, ())
    ]


def test_clients_of_a_partner_are_those_of_its_branch() -> None:
    cast = family()
    carl = client("Carl", cast.ivan)
    client("Zora", cast.zoe)
    assert {row.client for row in selectors.clients_of(cast.ivan)} == {cast.clara, carl}
    assert {row.client for row in selectors.clients_of(cast.ivan, direct=True)} == {carl}


def test_another_broker_has_none_of_these_partners(borealis: object) -> None:
    from atrium.kernel import tenancy

    cast = family()
    assert isinstance(borealis, tenancy.Tenant)
    with tenancy.entered(borealis):
        assert list(selectors.all_partners()) == []
        assert selectors.path_at(cast.clara.id, NOON) == ()
