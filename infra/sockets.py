"""The way in for sockets: Host → broker and surface, Origin checked, the surface's session → user; else refused before accept."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from atrium.brokers import selectors
from atrium.kernel import actor, tenancy
from infra.middleware.cookies import cookie_name
from portals.shared.live.standing import Login
from tenants.identity.models import User
from tenants.identity.surfaces import REALM_OF_SURFACE

App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]
_REFUSED = {"type": "websocket.close", "code": 4404}


def house_of_socket(inner: App) -> App:
    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        house = await database_sync_to_async(selectors.resolve)(headers.get("host", ""))
        if house is None or house.tenant.status != "active" or not _same_origin(headers):
            await send(_REFUSED)
            return
        tenancy.switch(house.tenant)
        found = await database_sync_to_async(_login_of_cookie)(headers.get("cookie", ""), house.surface)
        if found is None:
            await send(_REFUSED)
            return
        user, login = found
        actor.switch(
            replace(actor.SYSTEM, kind=user.realm, id=str(user.id), label=user.name, surface=house.surface)
        )
        known = {"tenant": house.tenant, "surface": house.surface, "user": user, "login": login}
        await inner({**scope, **known}, receive, send)

    return application


def _same_origin(headers: dict[str, str]) -> bool:
    """A page of another site may not open a socket with this site's cookies."""
    return urlsplit(headers.get("origin", "")).netloc == headers.get("host", "-")


def _login_of_cookie(cookie_header: str, surface: str) -> tuple[User, Login] | None:
    morsel = SimpleCookie(cookie_header).get(cookie_name(surface, "session"))
    if morsel is None:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(morsel.value)
    if "visit" in session:  # who only looks gets no live parts: they would outlive the visit
        return None
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = User.objects.filter(id=session.get(SESSION_KEY), is_active=True).first()
    if user is None or user.realm != REALM_OF_SURFACE.get(surface):
        return None
    said = session.get(HASH_SESSION_KEY, "")
    if not constant_time_compare(said, user.get_session_auth_hash()):
        return None
    return user, Login(user.id, morsel.value, said)
