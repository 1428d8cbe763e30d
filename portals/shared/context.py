"""What every page of a portal knows: its surface, brand, navigation, theme and direction of writing."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi

from atrium.kernel import tenancy
from portals.shared import looks, nav
from portals.shared.live.topics import SHARED

THEMES = ("light", "dark")


def surface(request: HttpRequest) -> dict[str, Any]:
    code = getattr(request, "surface", "")
    theme = request.COOKIES.get("atrium_theme", "")
    rail = request.COOKIES.get("atrium_rail", "")
    return {
        "surface": code,
        "shell": f"shared/shell_{code}.html" if code in nav.PORTALS else "shared/entrance.html",
        "frame": "shared/part.html" if wants_part(request) else "",
        "refetch": is_refetch(request),
        "broker": tenancy.current(),
        "brand": SimpleLazyObject(lambda: looks.brand_of_house(getattr(request, "brand", None))),
        "theme": theme if theme in THEMES else "light",
        "rail": "narrow" if rail == "narrow" else "wide",
        "language": get_language() or "en",
        "direction": "rtl" if get_language_bidi() else "ltr",
        "viewer": SimpleLazyObject(lambda: viewer_of(request)),
        "nav_counts": getattr(request, "nav_counts", {}),
        "nav_links": SimpleLazyObject(lambda: nav_of(request, code)),
        "nav_key": SimpleLazyObject(lambda: nav_key_of(request)),
        "nav_here": SimpleLazyObject(lambda: nav.here(request, code)),
        "palette_actions": SimpleLazyObject(lambda: actions_of(request, code)),
    }


def wants_part(request: HttpRequest) -> bool:
    """What a page fetches to put in place of a part of itself needs no rail, no bar and no palette around it."""
    htmx: Any = getattr(request, "htmx", None)
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return False
    return is_refetch(request) or htmx.target not in (None, "", "main")


def is_refetch(request: HttpRequest) -> bool:
    """Asked by the page itself, because something live has changed."""
    return request.headers.get("X-Atrium-Live") == "refetch"


def viewer_of(request: HttpRequest) -> Any:
    """The staff member (or operator) looking, asked once a request; None on other surfaces."""
    if not hasattr(request, "viewer"):
        from tenants.staff.selectors import member_of

        request.viewer = member_of(request.user)  # type: ignore[attr-defined]
    return request.viewer  # type: ignore[attr-defined]


def nav_of(request: HttpRequest, code: str) -> list[nav.NavLink]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    permissions: frozenset[str] = frozenset()
    if code in ("staff", "vendor"):
        permissions = permissions_of(viewer_of(request))
    return nav.links(request, code, permissions)


def nav_key_of(request: HttpRequest) -> str:
    """Two readers of a surface with the same key are offered the same ways."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return "nobody"
    viewer = viewer_of(request) if getattr(request, "surface", "") in SHARED else None
    return viewer.authority.view_key if viewer else ""


def actions_of(request: HttpRequest, code: str) -> Sequence[Any]:
    if code != "staff" or not getattr(request, "user", None) or not request.user.is_authenticated:
        return ()
    return nav.actions_of(code, viewer_of(request))


def permissions_of(member: Any) -> frozenset[str]:
    from tenants.staff.permissions import ALL

    if member is None:
        return frozenset()
    return frozenset(codename for codename in ALL if member.allows(codename))
