"""What stands in a portal's navigation. Each portal lists its own in `portals/<portal>/nav.py` as `ITEMS`."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

PORTALS: Final = {
    "staff": "portals.staff_console",
    "client": "portals.client_portal",
    "ib": "portals.ib_portal",
    "vendor": "portals.vendor_console",
}


@dataclass(frozen=True, slots=True)
class NavItem:
    """`url` is a URL name. `go` is the letter after g. `permission` hides it from staff who lack it. `count` names a
    counter in the page's `nav_counts`. `phone` puts it in the bottom bar (five at most)."""

    label: str | Promise
    url: str
    icon: str
    go: str = ""
    permission: str = ""
    count: str = ""
    phone: bool = True


@dataclass(frozen=True, slots=True)
class NavLink:
    label: str
    href: str
    icon: str
    go: str
    count: str
    phone: bool
    current: bool


def items_of(surface: str) -> Sequence[NavItem]:
    module = f"{PORTALS.get(surface, '')}.nav"
    if surface not in PORTALS or find_spec(module) is None:
        return ()
    items: Sequence[NavItem] = import_module(module).ITEMS
    return items


def actions_of(surface: str, member: Any) -> Sequence[Any]:
    """What the palette can do there besides going somewhere: `portals/<portal>/actions.py`, if there is one."""
    module = f"{PORTALS.get(surface, '')}.actions"
    if member is None or surface not in PORTALS or find_spec(module) is None:
        return ()
    found: Sequence[Any] = import_module(module).offered_to(member)
    return found


def links(request: HttpRequest, surface: str, permissions: frozenset[str]) -> list[NavLink]:
    """The entry whose address is the longest beginning of this page's address is the current one."""
    found = []
    for item in items_of(surface):
        if item.permission and item.permission not in permissions:
            continue
        try:
            found.append((item, reverse(item.url, urlconf=getattr(request, "urlconf", None))))
        except NoReverseMatch:
            continue
    here = max((href for _, href in found if request.path.startswith(href)), key=len, default="")
    return [
        NavLink(str(item.label), href, item.icon, item.go, item.count, item.phone, href == here)
        for item, href in found
    ]
