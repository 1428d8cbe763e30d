"""Who calls: a program with a key, or a page of the same surface with its session."""

from dataclasses import replace
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from atrium.kernel import actor
from atrium.kernel.errors import Denied
from tenants.apikeys import selectors, services
from tenants.apikeys.models import ApiKey
from tenants.identity.models import User
from tenants.identity.surfaces import REALM_OF_SURFACE

API_SURFACE = "api"


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer atk_…`. On the API's own host any realm's key; on a surface its own realm's only."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        word, _, text = request.headers.get("Authorization", "").partition(" ")
        if word.lower() != "bearer":
            return None
        key = selectors.key_of(text.strip())
        if key is None or not _may_stand_here(key.user, request):
            raise AuthenticationFailed("This API key is not valid here.")
        services.note_use(key)
        _act_as(key)
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Atrium API"'


class SurfaceSession(SessionAuthentication):
    """The surface's own log-in, with its CSRF token. The realm has been checked by the middleware."""


class HasScope(BasePermission):
    """Logged in, and a key has the scope that the view names for the method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.user, User):
            return False  # which becomes 401
        method = "GET" if request.method == "HEAD" else str(request.method)
        answered = method != "OPTIONS" and hasattr(
            view, method.lower()
        )  # otherwise the answer is 405 for all
        if (
            answered
            and isinstance(request.auth, ApiKey)
            and view.scopes.get(method) not in request.auth.scopes
        ):
            raise Denied(f"This API key lacks the scope {view.scopes.get(method, 'for this')}.")
        return True


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = KeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key of this broker: `Bearer atk_…`.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = SurfaceSession
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "session",
            "description": "The surface's own log-in.",
        }


def _may_stand_here(user: User, request: Request) -> bool:
    surface = getattr(request._request, "surface", "")
    return surface == API_SURFACE or REALM_OF_SURFACE.get(surface) == user.realm


def _act_as(key: ApiKey) -> None:
    actor.switch(
        replace(actor.current(), kind="apikey", id=str(key.id), label=key.label, on_behalf_of=key.user.name)
    )
