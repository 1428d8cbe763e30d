"""What stands in a portal's navigation. Each portal lists its own in `portals/<portal>/nav.py` as `ITEMS`."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
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


@cache
def items_of(surface: str) -> Sequence[NavItem]:
    module = f"{PORTALS.get(surface, '')}.nav"
    if surface not in PORTALS or find_spec(module) is None:
        return ()
    items: Sequence[NavItem] = import_module(module).ITEMS
    return items


def actions_of(surface: str, member: Any) -> Sequence[Any]:
    """What the palette can do there besides going somewhere: `portals/<portal>/actions.py`, if there is one."""
    module = _actions_module(surface)
    if member is None or module is None:
        return ()
    found: Sequence[Any] = module.offered_to(member)
    return found


@cache
def _actions_module(surface: str) -> Any:
    name = f"{PORTALS.get(surface, '')}.actions"
    return import_module(name) if surface in PORTALS and find_spec(name) else None


def links(request: HttpRequest, surface: str, permissions: frozenset[str]) -> list[NavLink]:
    """The entry whose address is the longest beginning of this page's address is the current one."""
    found = [(item, href) for item, href in _addresses(surface, getattr(request, "urlconf", None))
             if not item.permission or item.permission in permissions]  # fmt: skip
    current = _longest(request.path, (href for _, href in found))
    return [
        NavLink(str(item.label), href, item.icon, item.go, item.count, item.phone, href == current)
        for item, href in found
    ]


def here(request: HttpRequest, surface: str) -> str:
    """Among all entries, whoever looks: with what one may see it says which link is the current one."""
    entries = _addresses(surface, getattr(request, "urlconf", None))
    return _longest(request.path, (href for _, href in entries))


def _longest(path: str, addresses: Iterable[str]) -> str:
    return max((href for href in addresses if path.startswith(href)), key=len, default="")


@cache
def _addresses(surface: str, urlconf: str | None) -> tuple[tuple[NavItem, str], ...]:
    found = []
    for item in items_of(surface):
        with suppress(NoReverseMatch):
            found.append((item, reverse(item.url, urlconf=urlconf)))
    return tuple(found)
