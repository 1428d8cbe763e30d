"""Cookies are host-only and named by surface: `__Host-atrium_staff_session` where TLS is, without the prefix where not.

Django and allauth know one name each; this translates on the way in and out.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def cookie_name(surface: str, kind: str) -> str:
    prefix = "__Host-" if settings.ENV.tls else ""
    return f"{prefix}atrium_{surface}_{kind}"


class SurfaceCookiesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.inner = {settings.SESSION_COOKIE_NAME: "session", settings.CSRF_COOKIE_NAME: "csrf"}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        surface = request.surface  # type: ignore[attr-defined]
        for inner, kind in self.inner.items():
            request.COOKIES.pop(inner, None)
            outer = cookie_name(surface, kind)
            if outer in request.COOKIES:
                request.COOKIES[inner] = request.COOKIES[outer]
        response = self.get_response(request)
        for inner, kind in self.inner.items():
            if inner in response.cookies:
                self._rename(response, inner, cookie_name(surface, kind))
        return response

    @staticmethod
    def _rename(response: HttpResponse, inner: str, outer: str) -> None:
        morsel = response.cookies.pop(inner)
        morsel.set(outer, morsel.value, morsel.coded_value)
        response.cookies[outer] = morsel
