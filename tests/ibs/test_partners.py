"""Partners and the clients they bring."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from atrium.kernel.errors import Conflict, InvalidInput, Refused
from tenants.clients.services import register_client
from tenants.ibs import selectors, services
from tenants.ibs.models import ClientPartner, Partner, PartnerRank, PartnerStatus
from tenants.identity.services import create_user
from tests.ibs.people import BEGINNING, client, family, partner

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("in_acme")


def test_partners_are_numbered_and_get_a_code() -> None:
    first, second = partner("Iris"), partner("Ivan")
    assert second.number == first.number + 1
    assert first.code == f"ib{first.number}"
    assert selectors.partner_of(first.user) == first
    assert selectors.partner_of(object()) is None


def test_a_code_belongs_to_one_partner() -> None:
    services.create_partner(name="Iris", email="iris@x.example", currency="USD", code="gold")
    with pytest.raises(Conflict, match="GOLD"):
        services.create_partner(name="Ivan", email="ivan@x.example", currency="USD", code="GOLD")
    assert Partner.objects.count() == 1


def test_a_client_and_a_partner_may_be_one_person() -> None:
    user = create_user(realm="client", email="clara@x.example", name="Clara")
    clara = services.create_partner(name="Clara", email="clara@x.example", currency="USD", person=user.person)
    assert clara.person_id == user.person_id


def test_rank_and_status_are_dated() -> None:
    iris = partner("Iris")
    services.set_rank(partner_id=iris.id, rank=2, at=BEGINNING)
    services.set_rank(partner_id=iris.id, rank=3, at=NOON)
    services.set_status(partner_id=iris.id, status="suspended", reason="Papers are missing", at=NOON)
    ranks = PartnerRank.objects.filter(partner=iris).order_by("valid_from")
    assert [(row.rank, row.valid_from, row.valid_to) for row in ranks] == [
        (2, BEGINNING, NOON),
        (3, NOON, None),
    ]
    assert PartnerStatus.objects.get(partner=iris).status == "suspended"
    assert Partner.objects.get(id=iris.id).status == "suspended"


def test_a_client_changes_hands_from_a_moment_on() -> None:
    cast = family()
    services.attribute_client(client_id=cast.clara.id, partner_id=cast.zoe.id, at=NOON)
    assert selectors.path_at(cast.clara.id, NOON - timedelta(seconds=1))[0] == cast.ida.id
    assert selectors.path_at(cast.clara.id, NOON) == (cast.zoe.id,)
    services.attribute_client(client_id=cast.clara.id, partner_id=None, at=NOON + timedelta(days=1))
    assert selectors.path_at(cast.clara.id, NOON + timedelta(days=1)) == ()
    with pytest.raises(Refused):
        services.attribute_client(client_id=cast.clara.id, partner_id=cast.ida.id, at=NOON)


def test_co_partners_share_at_most_one_client() -> None:
    cast = family()
    shares = {cast.ida.id: Decimal("0.6"), cast.zoe.id: Decimal("0.4")}
    services.share_client(client_id=cast.clara.id, shares=shares, at=NOON)
    assert selectors.path_at(cast.clara.id, NOON)[0] == cast.ida.id
    with pytest.raises(InvalidInput):
        services.share_client(client_id=cast.clara.id, shares={cast.ida.id: Decimal("1.1")}, at=NOON)
    assert ClientPartner.objects.filter(client=cast.clara, valid_to=None).count() == 2


def test_a_referral_code_attributes_once_and_an_unknown_code_nobody() -> None:
    cast = family()
    user = create_user(realm="client", email="carl@x.example", name="Carl")
    carl = register_client(user=user, currency="USD", referral_code=cast.ida.code)
    services.take_referral(client_id=carl.id, code=cast.ida.code.upper(), at=NOON)
    services.take_referral(client_id=carl.id, code=cast.zoe.code, at=NOON)
    assert selectors.path_at(carl.id, NOON)[0] == cast.ida.id
    dora = client("Dora")
    services.take_referral(client_id=dora.id, code="nobody", at=NOON)
    services.take_referral(client_id=dora.id, code="", at=NOON)
    assert ClientPartner.objects.filter(client=dora).count() == 0
