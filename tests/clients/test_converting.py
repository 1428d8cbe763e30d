"""Somebody registers whom sales knew: the lead stays with its manager, whoever proved that it is them."""

from datetime import date, timedelta

import pytest

from atrium.kernel import clock
from atrium.kernel.errors import NotFound, Refused
from tenants.clients.services import convert_into, convert_known
from tenants.clients.tasks import convert_by_email
from tenants.kyc.services import decide_check, submit_check
from tenants.kyc.tasks import convert_by_document
from tenants.leads.services import change_policy
from tenants.outbox.models import Event
from tenants.outbox.services import announce
from tests.ibs import people as ibs
from tests.leads import people

pytestmark = pytest.mark.usefixtures("in_acme")


def test_the_owner_of_the_mailbox_is_recognised() -> None:
    ana = people.seller("Ana")
    known = people.lead(
        "Clara from the fair", email="clara@clients.example", phone="+357 22 123456", assign_to=ana
    )
    client = ibs.client("Clara")
    assert client.lead_id != known.id

    event = announce("email.confirmed", user_id=str(client.user_id))
    convert_by_email(event)
    convert_by_email(event)

    client.refresh_from_db()
    assert client.lead_id == known.id
    kept = people.fresh(known)
    assert (kept.name, kept.phone, kept.assigned_to) == ("Clara", "+35722123456", ana)
    assert Event.objects.filter(kind="lead.merged").count() == 1


def test_an_unconfirmed_address_proves_nothing() -> None:
    known = people.lead("Clara from the fair", email="clara@clients.example")
    client = ibs.client("Clara")
    assert client.lead_id != known.id
    assert not Event.objects.filter(kind__in=["email.confirmed", "lead.merged"]).exists()


def test_a_checked_document_is_recognised() -> None:
    known = people.lead("Clara", national_id="X 1234-5")
    client, carl = ibs.client("Clara"), people.seller("Carl", role="Compliance")
    check = submit_check(
        client=client,
        document="passport",
        document_number="x12345",
        birth_date=date(1990, 5, 1),
        expires_on=clock.now().date() + timedelta(days=900),
    )
    decide_check(check_id=check.id, by=carl.user, approve=True)
    convert_by_document(Event.objects.get(kind="kyc.decided").as_value())
    client.refresh_from_db()
    assert client.lead_id == known.id


def test_the_broker_may_switch_each_of_them_off() -> None:
    change_policy(converts_by=[])
    people.lead("Clara from the fair", email="clara@clients.example")
    client = ibs.client("Clara")
    assert convert_known(client_id=client.id, by_what="email", value="clara@clients.example") is None


def test_a_colleague_joins_a_lead_to_a_client_by_number() -> None:
    boss = people.seller("Mia", role="Sales manager")
    known, client = people.lead("Clara from the fair"), ibs.client("Clara")
    convert_into(lead=known, client_number=client.number, by=boss)
    client.refresh_from_db()
    assert client.lead_id == known.id
    with pytest.raises(NotFound):
        convert_into(lead=people.lead("Other"), client_number=999, by=boss)
    with pytest.raises(Refused, match="client already"):
        convert_into(lead=people.fresh(known), client_number=ibs.client("Otto").number, by=boss)


def test_by_the_telephone_they_share_only_where_the_broker_wants_that() -> None:
    boss = people.seller("Mia", role="Sales manager")
    known, client = people.lead("Clara from the fair", phone="+357 22 123456"), ibs.client("Clara")
    type(known).objects.filter(id=client.lead_id).update(phone="+35722123456")
    change_policy(converts_by=["email"])
    with pytest.raises(Refused, match="switched off"):
        convert_into(lead=known, client_number=client.number, by=boss)
    change_policy(converts_by=["phone"])
    convert_into(lead=known, client_number=client.number, by=boss)
    client.refresh_from_db()
    assert client.lead_id == known.id
