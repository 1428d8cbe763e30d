"""Every URL of every surface, asked by one broker's most powerful person with the other's ids: not there, nothing changed."""

import uuid
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
NO_IDS = ("/brand/", "/account/", "/r/", "/webhooks/")


@pytest.fixture(params=[("acme", "borealis"), ("borealis", "acme")], ids="-asks-".join)
def neighbours(request: Any, db: None, _tenants: dict[str, Any], monkeypatch: Any) -> Any:
    """Who asks, who is asked, and one id of each of either's tables that only its own broker has."""
    monkeypatch.setattr("api.resource.PerPrincipal.THROTTLE_RATES", {"api": None})
    asking, asked = (_tenants[slug] for slug in request.param)
    mine, theirs = furnish(asking), furnish(asked)
    return asking, asked, _own_ids(mine, theirs), _own_ids(theirs, mine)


def test_the_other_brokers_ids_do_not_exist(neighbours: Any) -> None:
    asking, asked, _, theirs = neighbours
    browsers = {surface: _powerful(asking, surface) for surface in (*PAGES, "api")}
    browsers["api"].get("/v1/clients")  # a key's first use is noted
    before = fingerprint(asking), fingerprint(asked)
    leaks, asked_for = [], 0
    for surface, browser in browsers.items():
        for route in _with_ids(surface):
            for method in _methods(surface):
                absent = _status(browser, method, route.filled(uuid.uuid4()))
                for key in theirs:
                    asked_for += 1
                    status = _status(browser, method, route.filled(key))
                    if status != absent or status not in NOT_THERE:
                        leaks.append(f"{surface}: {method.upper()} {route.path}: {status}, absent {absent}")
    assert sorted(set(leaks)) == []
    assert asked_for > 500
    assert (fingerprint(asking), fingerprint(asked)) == before


def test_the_asker_is_let_in_with_its_own_ids(neighbours: Any) -> None:
    """Else the walk above would prove nothing: on each surface its person reaches rows of their own."""
    asking, _, mine, _ = neighbours
    for surface in (*PAGES, "api"):
        browser = _powerful(asking, surface)
        found = {browser.get(route.filled(key)).status_code for route in _with_ids(surface) for key in mine}
        assert 200 in found, surface


def test_nobody_is_shown_a_row_without_logging_in(neighbours: Any, vendor: Any) -> None:
    asking, _, mine, _ = neighbours
    before = fingerprint(asking), fingerprint(vendor)
    shown = set()
    for surface in (*PAGES, "api", "vendor"):
        browser = browse(vendor if surface == "vendor" else asking, surface)
        for route in _with_ids(surface):
            for key in mine:
                for method in ("get", "post"):
                    response = getattr(browser, method)(route.filled(key))
                    if not _turned_away(response):
                        shown.add(f"{surface}: {method.upper()} {route.path}: {response.status_code}")
    assert sorted(shown) == []
    assert (fingerprint(asking), fingerprint(vendor)) == before


def _own_ids(of: dict[str, list[Any]], others: dict[str, list[Any]]) -> list[str]:
    """Small numbers are everybody's (the first desk, the first deal); only ids that nobody else has prove anything."""
    own = (
        [key for key in keys if str(key).count("-") == 4 and key not in others[label]]
        for label, keys in of.items()
    )
    return [str(keys[0]) for keys in own if keys]


def _with_ids(surface: str) -> list[Route]:
    """The API is walked on its own host alone: it is the same table on every other."""
    skipped = NO_IDS if surface == "api" else (*NO_IDS, "/api/")
    return [
        route
        for route in routes(surface)
        if route.variables
        and not route.path.startswith((*skipped, "/api/v1/") if surface == "api" else skipped)
    ]


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
