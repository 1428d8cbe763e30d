"""Every URL of every surface, asked by one broker's most powerful person with the other's ids: not there, nothing changed."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from atrium.kernel import tenancy
from tenants.apikeys.services import create_key
from tenants.apikeys.types import SCOPES
from tenants.identity.models import User
from tests.isolation.routes import Route, routes
from tests.isolation.world import fingerprint, furnish
from tests.surfaces import SurfaceClient, browse

PAGES = ("staff", "client", "ib")
NOT_THERE = {403, 404, 405}  # 403 where a key may not do it at all, whatever the id
# Any text is right there, because it is no id of a row: a hash for the browser's cache, allauth's keys, a referral code.
_KINDS = {"uuid": str(uuid.uuid4()), "number": "987654321"}
# Banners stand on partners' own pages, so whoever looks at those is shown them.
FOR_ALL = ("/b/",)
NO_IDS = ("/brand/", "/account/", "/r/", "/webhooks/")


@pytest.fixture(params=[("acme", "borealis"), ("borealis", "acme")], ids="-asks-".join)
def neighbours(request: Any, db: None, _tenants: dict[str, Any], monkeypatch: Any) -> Any:
    """Who asks, who is asked, and one id of each of either's tables that only its own broker has.

    Of the other's tables each direction takes every second one: houses are built alike, so either way shows what leaks.
    """
    monkeypatch.setattr("api.resource.PerPrincipal.THROTTLE_RATES", {"api": None})
    # A walk that takes its time notes no second use of its key.
    monkeypatch.setattr("tenants.apikeys.services._USED_EVERY", timedelta(days=1))
    asking, asked = (_tenants[slug] for slug in request.param)
    mine, theirs = furnish(asking), furnish(asked)
    return asking, asked, _own_ids(mine, theirs), _own_ids(theirs, mine)[request.param_index :: 2]


@pytest.mark.timeout(600)
def test_the_other_brokers_ids_do_not_exist(neighbours: Any) -> None:
    asking, asked, _, theirs = neighbours
    browsers = {surface: _powerful(asking, surface) for surface in (*PAGES, "api")}
    browsers["api"].get("/v1/clients")  # a key's first use is noted
    before = fingerprint(asking), fingerprint(asked)
    leaks, asked_for = [], 0
    for surface, browser in browsers.items():
        for route in _with_ids(surface):
            for method in _methods(surface):
                absent = {
                    kind: _absent(browser, method, route, kind)
                    for kind in _KINDS
                    if route.takes(_KINDS[kind])
                }
                # No resource takes PUT or PATCH: one id says so as well as fifty.
                few = 1 if method in {"put", "patch"} else None
                for key in list(filter(route.takes, theirs))[:few]:
                    expected = absent["uuid" if "-" in key else "number"]
                    asked_for += 1
                    status = _status(browser, method, route.filled(key))
                    if status != expected or status not in NOT_THERE:
                        leaks.append(f"{surface}: {method.upper()} {route.path}: {status}, absent {expected}")
    assert sorted(set(leaks)) == [], sorted(set(leaks))
    assert asked_for > 500
    assert (fingerprint(asking), fingerprint(asked)) == before


def test_the_asker_is_let_in_with_its_own_ids(neighbours: Any) -> None:
    """Else the walk above would prove nothing: on each surface its person reaches rows of their own."""
    asking, _, mine, _ = neighbours
    for surface in (*PAGES, "api"):
        browser = _powerful(asking, surface)
        ways = (route.filled(key) for route in _with_ids(surface) for key in mine if route.takes(key))
        assert any(browser.get(way).status_code == 200 for way in ways), surface


@pytest.mark.timeout(600)
def test_nobody_is_shown_a_row_without_logging_in(neighbours: Any, vendor: Any) -> None:
    asking, _, mine, _ = neighbours
    before = fingerprint(asking), fingerprint(vendor)
    shown = set()
    for surface in (*PAGES, "api", "vendor"):
        browser = browse(vendor if surface == "vendor" else asking, surface)
        for route in _with_ids(surface):
            for key in filter(route.takes, mine if not route.path.startswith(FOR_ALL) else ()):
                for method in ("get", "post"):
                    response = getattr(browser, method)(route.filled(key))
                    if not _turned_away(response):
                        shown.add(f"{surface}: {method.upper()} {route.path}: {response.status_code}")
    assert sorted(shown) == []
    assert (fingerprint(asking), fingerprint(vendor)) == before


def _own_ids(of: dict[str, list[Any]], others: dict[str, list[Any]]) -> list[str]:
    """Only ids that nobody else has prove anything; a house's one row of settings has the same everywhere."""
    found = (str(key) for label, keys in of.items() for key in keys if key not in others[label])
    return list(dict.fromkeys(found))  # one key stands for a row of many tables


def _with_ids(surface: str) -> list[Route]:
    """The API is walked on its own host alone: it is the same table on every other."""
    skipped = NO_IDS if surface == "api" else (*NO_IDS, "/api/")
    return [
        route
        for route in routes(surface)
        if route.variables
        and not route.path.startswith((*skipped, "/api/v1/") if surface == "api" else skipped)
    ]


def _absent(browser: SurfaceClient, method: str, route: Route, kind: str) -> int:
    """What is answered for an id of this kind that nobody has."""
    return _status(browser, method, route.filled(_KINDS[kind]))


def _status(browser: SurfaceClient, method: str, path: str) -> int:
    return int(getattr(browser, method)(path, content_type="application/json").status_code)


def _methods(surface: str) -> tuple[str, ...]:
    return ("get", "post", "put", "patch", "delete") if surface == "api" else ("get", "post")


def _turned_away(response: Any) -> bool:
    if response.status_code == 302:
        return "/account/login" in response["Location"]
    return response.status_code in {401, 403, 404, 405}


def _powerful(tenant: tenancy.Tenant, surface: str) -> SurfaceClient:
    """Whoever may do most there."""
    with tenancy.entered(tenant):
        users = User.objects.all()
        if surface in {"staff", "api"}:
            user = users.get(email=f"admin@{tenant.slug}.example")
        elif surface == "client":
            user = users.filter(client__isnull=False).order_by("id").first()
        else:
            user = users.filter(partner__isnull=False).order_by("id").first()
        if surface == "api":
            key = create_key(user_id=user.id, label="walker", scopes=list(SCOPES))
            return browse(tenant, surface, HTTP_AUTHORIZATION=f"Bearer {key.text}")
    return browse(tenant, surface, user)
