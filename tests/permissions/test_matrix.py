"""Every route × every role: who may comes in, who may not finds nothing there and has changed nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from atrium.kernel import tenancy
from tenants.apikeys.services import create_key
from tenants.apikeys.types import SCOPES
from tenants.staff.models import Member
from tenants.staff.permissions import ALL, DEFAULT_ROLES
from tests.permissions.matrix import API, CONSOLE, Row
from tests.permissions.walking import api, asks_of, console, known, methods_of
from tests.permissions.world import World, fingerprint, furnish
from tests.surfaces import SurfaceClient, browse

VERBS = ("GET", "POST")
OUTSIDERS = ("stranger", "ended", "neighbour")


# -- the matrix itself


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    names = [route.name for route in console()]
    assert sorted(names) == sorted(set(names)), "two routes of one name"
    assert set(names) - CONSOLE.keys() == set(), "routes without a row"
    assert CONSOLE.keys() - set(names) == set(), "rows without a route"
    assert {route.name for route in api()} == API.keys()


def test_a_row_says_what_its_view_asks() -> None:
    said = {route.name: (methods_of(route.view), asks_of(route.view)) for route in console()}
    rows = {name: (set(row.methods.split()), row.asks) for name, row in CONSOLE.items()}
    assert said == rows


def test_rows_name_permissions_that_exist() -> None:
    pages = {code for row in CONSOLE.values() for code in (row.asks, row.also) if code}
    asked = pages | {asks for row in API.values() for asks in row.values()}
    assert asked - {"member", "anybody", "nobody"} <= set(ALL)


# -- people at the doors


@pytest.fixture
def world(db: None, acme: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("api.resource.PerPrincipal.THROTTLE_RATES", {"api": None})
    with tenancy.entered(acme):
        return furnish()


def _browser(world: World, acme: Any, borealis: Any, who: str) -> SurfaceClient:
    if who == "stranger":
        return browse(acme, "staff")
    if who == "neighbour":
        return _neighbour(acme, borealis)
    return browse(acme, "staff", world.people[who].user)


def _neighbour(acme: Any, borealis: Any) -> SurfaceClient:
    """The other broker's administrator, with their own cookie, at this broker's door."""
    with tenancy.entered(borealis):
        user = Member.objects.get(user__email="admin@borealis.example").user
    theirs, here = browse(borealis, "staff", user), browse(acme, "staff")
    here.cookies = theirs.cookies
    return here


def _may(world: World, who: str, row: Row) -> bool:
    if row.asks == "anybody":
        return True
    if who in OUTSIDERS:
        return False
    member = world.people[who]
    return (row.asks == "member" or member.allows(row.asks)) and (not row.also or member.allows(row.also))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", [*DEFAULT_ROLES, *OUTSIDERS])
def test_who_may_not_finds_nothing_and_changes_nothing(
    world: World, acme: Any, borealis: Any, who: str
) -> None:
    browser = _browser(world, acme, borealis, who)
    before, wrong, tried = fingerprint(acme), [], 0
    for route in known():
        row = CONSOLE[route.name]
        if _may(world, who, row):
            continue
        for verb in row.methods.split():
            tried += 1
            answer = getattr(browser, verb.lower())(route.filled(world.ids))
            if not _denied(answer, who):
                wrong.append(f"{verb} {route.name}: {answer.status_code}")
    assert wrong == []
    assert tried or who == "Administrator"
    assert fingerprint(acme) == before


def _denied(answer: Any, who: str) -> bool:
    if answer.status_code == 302 and who != "ended":
        return bool(answer["Location"].startswith("/account/login/"))
    return bool(answer.status_code == 404)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", DEFAULT_ROLES)
def test_who_may_comes_in(world: World, acme: Any, borealis: Any, who: str) -> None:
    """Pages without an id open; nothing breaks, whatever is asked with an empty form. What a walk changes is taken back."""
    browser, wrong, opened = _browser(world, acme, borealis, who), [], 0
    for route in known():
        row = CONSOLE[route.name]
        if not _may(world, who, row):
            continue
        for verb in row.methods.split():
            with tenancy.entered(acme), transaction.atomic():
                answer = getattr(browser, verb.lower())(route.filled(world.ids))
                _close(answer)
                transaction.set_rollback(True)
            opened += answer.status_code < 400
            if answer.status_code >= 500 or (not route.variables and answer.status_code in {403, 404}):
                wrong.append(f"{verb} {route.name}: {answer.status_code}")
    assert wrong == []
    assert opened > 10


def _close(answer: Any) -> None:
    if answer.streaming:
        b"".join(answer.streaming_content)


# -- an id out of scope is an id that nobody has

IN_SCOPE = ("lead_id", "client_id")
_NOISE = re.compile(
    rb'"X-CSRFToken": "[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|nonce-[\w+/=-]+|data-live-sequence="\d*"'
)


@pytest.mark.parametrize("who", ["Sales", "Team leader"])
def test_what_is_out_of_scope_is_answered_as_what_nobody_has(
    world: World, acme: Any, borealis: Any, who: str
) -> None:
    browser, before, differing, tried = _browser(world, acme, borealis, who), fingerprint(acme), [], 0
    for route in known():
        if not set(IN_SCOPE) & route.variables.keys():
            continue
        for verb in CONSOLE[route.name].methods.split():
            ask: Callable[..., Any] = getattr(browser, verb.lower())
            theirs, nobodys = ask(route.filled(world.ids)), ask(route.filled())
            tried += 1
            if _answer(theirs, world) != _answer(nobodys, world):
                differing.append(f"{verb} {route.name}: {theirs.status_code}, absent {nobodys.status_code}")
    assert differing == []
    assert tried > 20
    assert fingerprint(acme) == before


def _answer(response: Any, world: World) -> tuple[int, bytes, str]:
    """Without what differs from answer to answer, and with no id."""
    body = _NOISE.sub(b"", response.content)
    for one in world.ids.values():
        body = body.replace(str(one).encode(), b"ID")
    return (
        response.status_code,
        body.replace(b"00000000-0000-0000-0000-000000000007", b"ID"),
        response.get("Location", ""),
    )


# -- the API, by key


def _key(acme: Any, member: Member) -> SurfaceClient:
    with tenancy.entered(acme):
        key = create_key(user_id=member.user_id, label="walker", scopes=list(SCOPES))
    return browse(acme, "api", HTTP_AUTHORIZATION=f"Bearer {key.text}")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", [*DEFAULT_ROLES, "ended"])
def test_a_key_opens_what_its_colleague_may(world: World, acme: Any, who: str) -> None:
    member = world.people[who]
    program = _key(acme, member)
    before, wrong = fingerprint(acme), []
    for route in api():
        for verb, asks in API.get(route.name, {}).items():
            address = route.filled({"code": "leads"})
            answer = getattr(program, verb.lower())(address, content_type="application/json")
            if who == "ended":
                fits = answer.status_code == 401
            elif asks == "nobody" or (asks != "member" and not member.allows(asks)):
                fits = answer.status_code in {403, 404}
            else:
                fits = answer.status_code < 500 and (
                    bool(route.variables) or answer.status_code not in {403, 404}
                )
            if not fits:
                wrong.append(f"{verb} {route.name} ({asks}): {answer.status_code}")
    assert wrong == []
    assert fingerprint(acme) == before


def test_out_of_scope_in_the_api_is_absent(world: World, acme: Any) -> None:
    program = _key(acme, world.people["Sales"])
    for name in ("lead", "client"):
        path = f"/v1/{name}s/"
        theirs, nobodys = (
            program.get(f"{path}{one}")
            for one in (world.ids[f"{name}_id"], "0" * 8 + "-0000-0000-0000-" + "0" * 11 + "7")
        )
        assert theirs.status_code == nobodys.status_code == 404
        assert {**theirs.json(), "instance": "", "request_id": ""} == {
            **nobodys.json(),
            "instance": "",
            "request_id": "",
        }
