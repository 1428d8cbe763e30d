"""Personal values are under their owner's key. Erasing destroys the key: the values are gone, the chain still holds."""

import uuid
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from atrium.kernel import actor
from atrium.kernel.actor import Actor
from atrium.kernel.errors import Refused
from tenants.audit import selectors, verification
from tenants.audit.models import Change, Entry, PersonKey
from tenants.audit.selectors import Wanted
from tenants.audit.services import erase_person, seal_pending
from tenants.audit.services.erasing import ids_of
from tenants.clients.models import Client
from tenants.identity.models import User
from tests.ibs.people import client

from .conftest import settle

pytestmark = pytest.mark.usefixtures("in_acme")
CANARIES = ("Clara", "clara@example.com", "198.51.100.77")


@pytest.fixture
def clara() -> Client:
    made = client("Clara")
    User.objects.filter(id=made.user_id).update(email="clara@example.com", login="client:clara@example.com")
    return made


def texts() -> str:
    return "\n".join(Entry.objects.values_list("text", flat=True))


def of_user(user_id: Any) -> list[Any]:
    return list(selectors.search(Wanted(subjects=(user_id,), tables=("identity_user",))).entries)


def test_no_personal_value_is_in_an_entry_in_plain(clara: Client):
    with actor.acting(Actor(kind="client", id=str(clara.user_id), label="Clara", ip="198.51.100.77")):
        User.objects.filter(id=clara.user_id).update(language="es")
    seal_pending()
    assert texts().count("identity_user") >= 2
    for canary in CANARIES:
        assert canary not in texts()


def test_it_is_read_again_with_the_key(clara: Client):
    seal_pending()
    newest, oldest = of_user(clara.user_id)[0], of_user(clara.user_id)[-1]
    assert newest.after["email"] == "clara@example.com"
    assert oldest.op == "insert"
    assert oldest.after["name"] == "Clara"
    assert oldest.after["password"] == "changed"


def test_erased_values_read_erased_and_the_chain_holds(clara: Client):
    user = User.objects.get(id=clara.user_id)
    with actor.acting(Actor(kind="client", id=str(user.id), label="Clara", ip="198.51.100.77")):
        User.objects.filter(id=user.id).update(language="es")
    settle()
    before = Entry.objects.count()
    count = erase_person(person_id=user.person_id, by="Dora, data protection", reason="asked for it")
    assert count >= 3  # the person's, the user's, the lead's
    for entry in of_user(user.id):
        assert "Clara" not in str(entry)
        assert "clara@" not in str(entry)
    assert {"email", "name", "login"} <= set(of_user(user.id)[-1].erased)
    own = next(entry for entry in of_user(user.id) if entry.who.id == str(user.id))
    assert (own.who.label, own.who.ip) == ("", "")
    settle()
    assert Entry.objects.count() == before + 1
    last = selectors.search(Wanted()).entries[0]
    assert (last.op, last.after["reason"]) == ("erase", "asked for it")
    assert "Dora" in last.who.reason
    assert verification.verify().holds


def test_what_others_did_stays_readable(clara: Client):
    other = client("Carl")
    erase_person(person_id=User.objects.get(id=clara.user_id).person_id, by="Dora", reason="asked for it")
    assert of_user(other.user_id)[-1].after["name"] == "Carl"


def test_later_values_of_an_erased_person_are_not_kept(clara: Client):
    erase_person(person_id=User.objects.get(id=clara.user_id).person_id, by="Dora", reason="asked for it")
    User.objects.filter(id=clara.user_id).update(name="Clara again")
    seal_pending()
    assert of_user(clara.user_id)[0].erased == ("name",)
    assert "Clara again" not in texts()


def test_every_id_of_the_person_is_found(clara: Client):
    user = User.objects.get(id=clara.user_id)
    assert {user.person_id, user.id, clara.id, clara.lead_id} <= ids_of(user.person_id)


def test_a_reason_is_asked_for(clara: Client):
    with pytest.raises(Refused, match="needs a reason"):
        erase_person(person_id=uuid.uuid4(), by="Dora", reason=" ")


def test_a_copied_ciphertext_opens_nowhere_else(clara: Client):
    """Bound to the broker and the entry."""
    seal_pending()
    rows = list(
        Entry.objects.filter(table_name="identity_user", subjects__contains=[clara.user_id]).order_by("seq")
    )
    stolen = rows[0].text.replace(str(rows[0].id), str(rows[1].id))
    moved = Entry(
        **{**{f.attname: getattr(rows[0], f.attname) for f in Entry._meta.concrete_fields}, "text": stolen}
    )
    with pytest.raises(InvalidTag):
        list(selectors.opened([moved]))


def test_nobody_is_searched_by_address_but_found_by_it():
    with actor.acting(Actor(kind="staff", id=str(uuid.uuid4()), label="Sam", ip="203.0.113.9")):
        connection.cursor().execute("UPDATE branding_brand SET name = 'One'")
    with actor.acting(Actor(kind="staff", id=str(uuid.uuid4()), label="Rita", ip="203.0.113.10")):
        connection.cursor().execute("UPDATE branding_brand SET name = 'Two'")
    seal_pending()
    found = selectors.search(Wanted(ip="203.0.113.9")).entries
    assert [entry.who.label for entry in found] == ["Sam"]


def test_keys_are_wrapped_and_one_a_person(clara: Client):
    settle()
    keys = PersonKey.objects.filter(owner=User.objects.get(id=clara.user_id).person_id)
    assert keys.count() == 1
    assert len(bytes(keys[0].wrapped)) == 12 + 32 + 16
    assert Change.objects.count() == 0
