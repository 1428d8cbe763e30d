"""Staff enter somebody at the desk: one action makes lead, client and log-in, and the first password must be changed."""

import re
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from atrium.kernel import tenancy
from atrium.kernel.errors import Conflict, InvalidInput
from tenants.clients.models import Client
from tenants.clients.services import register_in_person, register_lead, send_password_again
from tenants.identity.models import User
from tenants.leads.models import Lead
from tenants.messaging.tasks import send_first_password
from tenants.outbox.models import Event
from tests.leads import people

pytestmark = pytest.mark.usefixtures("in_acme")

OWN = "seven tall green lamps"


def enter(**more: Any) -> Client:
    by = people.seller("Rosa", role="Sales manager")
    facts: dict[str, Any] = {
        "name": "Clara Cole",
        "email": "clara@example.com",
        "phone": "+357 22 123456",
        "language": "es",
        "currency": "USD",
        "by": by,
    }
    return register_in_person(**{**facts, **more})


def mailed_password() -> str:
    event = Event.objects.filter(kind="client.password_wanted").order_by("-at", "-id")[0]
    send_first_password(event.as_value())
    found = re.search(r"(?:Contraseña|Password): (\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def test_lead_client_and_log_in_with_the_colleague_who_entered_them() -> None:
    client = enter()
    lead = client.lead
    assert (lead.source, lead.country, str(lead.assigned_to)) == ("office", "CY", "Rosa")
    assert lead.person_id == client.user.person_id
    assert client.user.must_change_password
    assert Event.objects.filter(kind="client.registered", payload__client_id=str(client.id)).exists()


def test_the_password_is_in_the_mail_and_nowhere_else() -> None:
    client = enter()
    password = mailed_password()
    client.user.refresh_from_db()
    assert client.user.check_password(password)
    assert password not in str(list(Event.objects.values_list("payload", flat=True)))
    assert [one.to for one in mail.outbox] == [["clara@example.com"]]


def test_the_first_thing_at_the_first_log_in_is_an_own_password(browse: Any, acme: tenancy.Tenant) -> None:
    client = enter()
    password = mailed_password()
    page = browse(acme, "client")
    entered = page.post("/account/login/", {"login": "clara@example.com", "password": password})
    assert entered.status_code == 302

    assert page.get("/").headers["location"] == "/first-password/"
    assert page.get("/first-password/").status_code == 200
    same = page.post("/first-password/", {"password1": password, "password2": password})
    assert same.status_code == 422
    done = page.post("/first-password/", {"password1": OWN, "password2": OWN})

    assert done.headers["location"] == "/"
    user = User.objects.get(id=client.user_id)
    assert user.check_password(OWN)
    assert not user.must_change_password
    assert page.get("/").status_code == 200


def test_a_reset_link_chooses_an_own_password_too() -> None:
    from tenants.identity.adapter import SurfaceAccountAdapter

    client = enter()
    SurfaceAccountAdapter().set_password(client.user, OWN)
    assert not User.objects.get(id=client.user_id).must_change_password


def test_a_lost_mail_is_sent_again_until_an_own_password_is_chosen() -> None:
    client, rosa = enter(), people.seller("Rosa", role="Sales manager")
    first = mailed_password()
    send_password_again(client=client, by=rosa)
    assert mailed_password() != first
    User.objects.filter(id=client.user_id).update(must_change_password=False)
    with pytest.raises(Conflict, match="has chosen a password"):
        send_password_again(client=client, by=rosa)


def test_a_known_lead_is_let_in_once() -> None:
    rosa = people.seller("Rosa", role="Sales manager")
    lead = people.lead("Lena", email="lena@example.com", assign_to=people.seller("Ana"))
    client = register_lead(lead=lead, currency="EUR", by=rosa)
    assert (client.lead, str(Lead.objects.get(id=lead.id).assigned_to)) == (lead, "Ana")
    with pytest.raises(Conflict, match="client already"):
        register_lead(lead=lead, currency="EUR", by=rosa)
    assert Client.objects.count() == 1


def test_without_an_address_or_with_somebody_elses_nobody_is_made() -> None:
    with pytest.raises(InvalidInput, match="address is needed"):
        enter(email=" ")
    enter()
    with pytest.raises(Conflict, match="registered here already"):
        enter(name="Somebody Else")
    assert (Client.objects.count(), Lead.objects.count()) == (1, 1)


def test_the_page_is_named() -> None:
    assert reverse("first_password", urlconf="infra.urls.client") == "/first-password/"
