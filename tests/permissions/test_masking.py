"""What a role masks is nowhere: not on a page, in the API, in an export, in search, in a live update. Walked with canaries."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from atrium.kernel import tenancy
from portals.shared.live import sending
from portals.staff_console.leads.live import show_lead
from tenants.activity.services import note
from tenants.apikeys.services import create_key
from tenants.apikeys.types import SCOPES
from tenants.clients.models import Client
from tenants.kyc.services import submit_check
from tenants.leads.models import Lead
from tenants.staff.models import Member
from tenants.staff.permissions import MASKED_FIELDS
from tenants.staff.rules import Content
from tenants.staff.services import add_member, create_role
from tests.ibs.people import client
from tests.permissions.matrix import API, CONSOLE
from tests.permissions.walking import api, known
from tests.portals import people
from tests.portals.test_staff_live import event
from tests.surfaces import SurfaceClient, browse

EMAIL, PHONE, DOCUMENT, ADDRESS = (
    "zzcanary@nestbox.example",
    "+35799047110",
    "ZZCANARYDOC",
    "77 Canary Wharf",
)
BIRTH, BALANCE = date(1977, 7, 17), 765_432_109
# However a page may write them.
WHOLE = {
    "email": ("zzcanary@nestbox", "nestbox.example"),
    "phone": ("35799047110", "99047110", "99 047110"),
    "document": ("ZZCANARYDOC",),
    "address": ("Canary Wharf",),
    "birth_date": ("1977-07-17", "17 Jul", "July 17", "17/07/1977"),
    "balance": ("7,654,321.09", "7654321.09", "765432109", "7.654.321"),
}
CARD_TABS = (
    "overview",
    "accounts",
    "money",
    "trades",
    "kyc",
    "partner",
    "mails",
    "notes",
    "tasks",
    "devices",
)
LISTS = ("leads", "clients")


@pytest.fixture
def clara(db: None, acme: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("api.resource.PerPrincipal.THROTTLE_RATES", {"api": None})
    with tenancy.entered(acme):
        clara = client("Clara Canary")
        Lead.objects.filter(id=clara.lead_id).update(
            email=EMAIL, phone=PHONE, national_id=DOCUMENT, address=ADDRESS, birth_date=BIRTH
        )
        clara.user.email = EMAIL
        clara.user.save(update_fields=["email"])
        people.paid_in(clara, BALANCE)
        people.paid_in(client("Otto Other"), 100)  # the books' sums are nobody's balance
        people.traded(clara, 1)
        submit_check(client=clara, document="passport", document_number=DOCUMENT, birth_date=BIRTH,
                     expires_on=date(2099, 1, 1))  # fmt: skip
        note(subject_kind="client", subject_id=clara.id, verb="called", text="Spoken to")
        clara.refresh_from_db()
        return clara


def _member(acme: Any, how: str) -> Member:
    with tenancy.entered(acme):
        masks = dict.fromkeys((name for name in MASKED_FIELDS if name != "country"), how) if how else {}
        role = create_role(
            name=f"Sees {how}", content=Content(frozenset({"*"}), frozenset({"all"}), masks=masks)
        )
        return add_member(email=f"{how or 'all'}@seeing.example", name="Mona Masked", role=role.name)


def _pages(clara: Client) -> Iterator[str]:
    ids = {"lead_id": clara.lead_id, "client_id": clara.id}
    for route in known():
        if "GET" not in CONSOLE[route.name].methods.split() or set(route.variables) - {
            *ids,
            "tab",
            "name",
            "code",
        }:
            continue
        for word in CARD_TABS if "tab" in route.variables else LISTS if "code" in route.variables else ("",):
            yield route.filled({**ids, "tab": word, "code": word, "name": "figures"})
    yield "/search/?q=Clara"
    for name in ("leads", "clients"):
        yield f"/{name}/?q=Clara"


def _said(browser: SurfaceClient, path: str) -> str:
    answer = browser.get(path, follow=True)
    assert answer.status_code < 500, path
    return b"".join(answer).decode(errors="replace")


def _leaks(text: str) -> set[str]:
    return {field for field, words in WHOLE.items() if any(word in text for word in words)}


@pytest.mark.timeout(300)
def test_the_walk_would_find_them(acme: Any, clara: Client) -> None:
    """Unmasked, every canary sings somewhere; else the walks below would prove nothing."""
    browser = browse(acme, "staff", _member(acme, "").user)
    sung: set[str] = set()
    for path in _pages(clara):
        sung |= _leaks(_said(browser, path))
    assert sung >= {"email", "phone", "document", "birth_date", "balance"}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("how", ["hidden", "partly"])
def test_no_page_shows_what_is_masked(acme: Any, clara: Client, how: str) -> None:
    browser = browse(acme, "staff", _member(acme, how).user)
    found = {path: leaks for path in _pages(clara) if (leaks := _leaks(_said(browser, path)))}
    assert found == {}


@pytest.mark.parametrize("text", ["zzcanary", "99047110", DOCUMENT])
def test_nobody_finds_by_what_they_may_not_see(acme: Any, clara: Client, text: str) -> None:
    """Else one could guess a hidden value letter by letter."""
    browser = browse(acme, "staff", _member(acme, "hidden").user)
    assert "Clara" not in _said(browser, f"/search/?q={text}")
    assert "Clara" in _said(browser, "/search/?q=Clara")


@pytest.mark.parametrize("how", ["hidden", "partly"])
def test_no_resource_of_the_api_says_what_is_masked(acme: Any, clara: Client, how: str) -> None:
    member, found = _member(acme, how), {}
    with tenancy.entered(acme):
        key = create_key(user_id=member.user_id, label="walker", scopes=list(SCOPES))
    program = browse(acme, "api", HTTP_AUTHORIZATION=f"Bearer {key.text}")
    for route in api():
        for one in (clara.id, clara.lead_id) if "GET" in API.get(route.name, {}) else ():
            for code in LISTS:
                address = route.filled({"id": one, "code": code})
                if leaks := _leaks(_said(program, address)):
                    found[address] = leaks
    assert found == {}


@pytest.mark.parametrize("list_code", ["leads", "clients"])
def test_no_export_holds_what_is_masked(acme: Any, clara: Client, list_code: str) -> None:
    browser = browse(acme, "staff", _member(acme, "hidden").user)
    page = browser.get(f"/export/{list_code}/").content.decode()
    columns = [part.split('"')[0] for part in page.split('name="columns" value="')[1:]]
    assert columns
    answer = browser.post(f"/export/{list_code}/", {"columns": columns, "format": "csv"})
    text = b"".join(answer).decode()
    assert "Clara" in text
    assert _leaks(text) == set()


def test_no_live_row_carries_what_its_reader_may_not_see(
    acme: Any, clara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[set[str], str]] = []
    monkeypatch.setattr(
        sending, "_send", lambda topic, parts: heard.extend((set(part.to), part.html) for part in parts)
    )
    monkeypatch.setattr(sending, "_looking", lambda surface, members: {one.id for one in members})
    hidden, whole = _member(acme, "hidden"), _member(acme, "")
    with tenancy.entered(acme):
        for kind in ("lead.created", "lead.assigned", "lead.status_changed"):
            show_lead(event(kind, lead_id=str(clara.lead_id), old="lead", new="demo"))
    to_hidden = "".join(html for to, html in heard if f"member:{hidden.id}" in to)
    to_whole = "".join(html for to, html in heard if f"member:{whole.id}" in to)
    assert "Clara" in to_hidden
    assert _leaks(to_hidden) == set()
    assert "email" in _leaks(to_whole)
