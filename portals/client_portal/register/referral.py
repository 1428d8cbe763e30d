"""Who sent this visitor: the code of the link is kept in a cookie until they register."""

import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "atrium_referral"
DAYS: Final = 30
_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")


def keep(response: HttpResponse, code: str) -> None:
    """The last link counts. A code that cannot be one is forgotten without a word."""
    if _CODE.match(code):
        response.set_cookie(
            COOKIE, code, max_age=DAYS * 86_400, secure=settings.ENV.tls, httponly=True, samesite="Lax"
        )


def code_of(request: HttpRequest) -> str:
    code = request.COOKIES.get(COOKIE, "")
    return code if _CODE.match(code) else ""
