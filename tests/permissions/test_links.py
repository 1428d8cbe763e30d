"""What is drawn may be followed: every link, form and row of every page that a role opens leads where that role may go."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from atrium.kernel import tenancy
from tests.permissions.matrix import CONSOLE
from tests.permissions.walking import known
from tests.permissions.world import World, furnish
from tests.surfaces import browse

_ADDRESS = re.compile(r'\b(href|action|hx-get|hx-post|data-href|data-live-url)="(/[^"#]*|\?[^"#]*)"')


@pytest.fixture
def world(db: None, acme: Any) -> World:
    with tenancy.entered(acme):
        return furnish()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "who", ["Sales", "Team leader", "Compliance", "Finance", "Partner manager", "Administrator"]
)
def test_what_is_drawn_may_be_followed(world: World, acme: Any, who: str) -> None:
    member = world.people[who]
    browser, astray, followed = browse(acme, "staff", member.user), set(), 0
    for route in known():
        row = CONSOLE[route.name]
        if "GET" not in row.methods.split() or set(route.variables) - world.ids.keys():
            continue
        page = browser.get(route.filled(world.ids))
        if page.status_code != 200 or "html" not in page["Content-Type"]:
            continue
        for kind, address in set(_ADDRESS.findall(page.content.decode())):
            name = _route_of(urljoin(page.request["PATH_INFO"], address.replace("&amp;", "&")))
            asked = CONSOLE.get(name)
            followed += 1
            if asked is None or asked.asks in {"member", "anybody"} or member.allows(asked.asks):
                continue
            astray.add(f"{route.name}: {kind} to {name}, which asks {asked.asks}")
    assert sorted(astray) == []
    assert followed > 50


def _route_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path, urlconf=settings.SURFACE_URLCONFS["staff"]).url_name or ""
    except Resolver404:
        return ""
