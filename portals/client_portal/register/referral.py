"""Who sent this visitor: the clicks on partners' links are kept in a signed cookie of this host alone until they register."""

from datetime import UTC, datetime
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from atrium.kernel import tenancy
from tenants.ibs.rules.codes import is_code
from tenants.ibs.services.clicks import Followed

COOKIE: Final = "atrium_referral"
MOST: Final = 8
Seen = tuple[str, datetime, int, int | None]


def seen_by(request: HttpRequest) -> list[Seen]:
    """Code, moment, window in days and click, the oldest first. What we did not sign ourselves is nothing."""
    try:
        found: list[Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt())
        return [(code, datetime.fromtimestamp(at, UTC), days, click) for code, at, days, click in found]
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return []


def keep(request: HttpRequest, response: HttpResponse, followed: Followed) -> None:
    """Beside the clicks before it: which of them counts is decided at registration."""
    seen = [*seen_by(request), (followed.source.code, followed.at, followed.window_days, followed.click_id)]
    _write(response, _fewer(seen), max(days for _, _, days, _ in seen))


def keep_unknown(request: HttpRequest, response: HttpResponse, code: str, at: datetime) -> None:
    """A code of nobody's may be a campaign of the broker's own; it goes with the lead and attributes nobody."""
    if is_code(code):
        _write(response, _fewer([*seen_by(request), (code, at, 30, None)]), 30)


def _fewer(seen: list[Seen]) -> list[Seen]:
    """Of one code clicked again and again, the first and the last time; of very many, the first and the newest."""
    kept: list[Seen] = []
    for one in seen:
        again = [other for other in kept if other[0] == one[0]]
        if len(again) > 1:
            kept.remove(again[-1])
        kept.append(one)
    return kept if len(kept) <= MOST else [kept[0], *kept[-(MOST - 1) :]]


def _write(response: HttpResponse, seen: list[Seen], days: int) -> None:
    value = [(code, int(at.timestamp()), window, click) for code, at, window, click in seen]
    response.set_cookie(
        COOKIE,
        signing.dumps(value, salt=_salt()),
        max_age=days * 86_400,
        secure=settings.ENV.tls,
        httponly=True,
        samesite="Lax",
    )


def _salt() -> str:
    """One house's cookie means nothing in another."""
    return f"ibs.referral|{tenancy.require().schema}"
