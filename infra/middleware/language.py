"""The language of a page: what the visitor chose, else the broker's. (A person's own, once logged in: realm.py.)

The browser's wish does not count: a broker's portal greets in the broker's language, and one click changes it.
"""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from tenants.branding.selectors import brand

_WITH_PAGES = frozenset({"staff", "client", "ib"})


class HouseLocaleMiddleware(LocaleMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        translation.activate(_chosen(request) or _of_house(request))
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE


def _chosen(request: HttpRequest) -> str:
    try:
        return translation.get_supported_language_variant(request.COOKIES[settings.LANGUAGE_COOKIE_NAME])
    except LookupError:
        return ""


def _of_house(request: HttpRequest) -> str:
    surface = getattr(request, "surface", "")
    if surface not in _WITH_PAGES:
        return settings.LANGUAGE_CODE
    request.brand = brand()  # type: ignore[attr-defined]  # the page needs it too
    language: str = request.brand.language  # type: ignore[attr-defined]
    return language
