"""A surface accepts one realm. Whoever logged in elsewhere is nobody here; who is somebody becomes the actor."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from atrium.kernel import actor
from tenants.identity.models import User
from tenants.identity.surfaces import REALM_OF_SURFACE
from tenants.identity.zones import zone_of


class RealmMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not self._belongs(user, request.surface):  # type: ignore[attr-defined]
            request.user = user = AnonymousUser()
        if isinstance(user, User):
            actor.switch(
                replace(actor.current(), kind=user.realm, id=str(user.id), label=user.name or user.email)
            )
            if user.language:
                translation.activate(user.language)
            timezone.activate(zone_of(user))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    @staticmethod
    def _belongs(user: object, surface: str) -> bool:
        return isinstance(user, User) and user.is_active and REALM_OF_SURFACE.get(surface) == user.realm
