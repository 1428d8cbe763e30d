"""A colleague in somebody else's portal: looks, and does nothing else. The visit is asked at every request whether it goes on.

What changes something and everything about credentials is refused before a view runs. Whoever acts is the colleague, on behalf of
the owner, in whatever is recorded meanwhile.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import set_urlconf

from api import problems
from atrium.kernel import actor
from atrium.kernel.errors import Denied
from portals.shared.visits import SESSION_KEY
from tenants.identity import visits
from tenants.identity.models import Visit
from tenants.staff.visiting import why_over

LEAVING: Final = ("/visit/end/", "/account/logout/")
# Pages of the log-in show secrets: the key of an authenticator, recovery codes.
_CREDENTIALS: Final = ("/account/",)
_LOOKING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_WORDS: Final = (
    "You are seeing this portal as its owner does, and may look but not act. Nothing was changed. "
    "What needs doing is done in the console, under your own name."
)


class VisitMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.visit = None  # type: ignore[attr-defined]  # every page asks; a name that is not there costs a template dearly
        key = request.session.get(SESSION_KEY)
        if key is None or _arrives(request.path):
            return self.get_response(request)
        visit = visits.under_way(key)
        why = "ended" if visit is None else self._why_over(visit, request)
        if visit is None or why:
            return self._over(request, visit, why)
        request.visit = visit  # type: ignore[attr-defined]
        who = replace(
            actor.current(),
            kind=visit.by.realm,
            id=str(visit.by_id),
            label=visit.by.name,
            reason=visit.reason,
            on_behalf_of=visit.to.name,
            on_behalf_of_id=str(visit.to_id),
        )
        with actor.acting(who):
            return self._inside(request, visit)

    @staticmethod
    def _why_over(visit: Visit, request: HttpRequest) -> str:
        """A session whose log-in is not the visited one's any more (a password was changed) is over too."""
        same = request.user.is_authenticated and request.user.pk == visit.to_id
        return why_over(visit) or ("" if same else "ended")

    def _inside(self, request: HttpRequest, visit: Visit) -> HttpResponse:
        if request.path in LEAVING:
            return self._over(request, visit, "left") if request.method == "POST" else redirect("/")
        if request.method not in _LOOKING or request.path.startswith(_CREDENTIALS):
            return _refused(request)
        return self.get_response(request)

    @staticmethod
    def _over(request: HttpRequest, visit: Visit | None, why: str) -> HttpResponse:
        if visit is not None:
            visits.end(visit_id=visit.id, because=why)
        request.session.flush()
        request.user = AnonymousUser()
        if request.path.startswith("/api/"):
            return problems.denied("The visit to this portal is over.")
        over = f"/visit/over/?why={why}"
        if "HX-Request" in request.headers:
            return HttpResponse(headers={"HX-Redirect": over})
        return redirect(over)


def _arrives(path: str) -> bool:
    """A new link opens whatever became of the last one, and the page after a visit is nobody's."""
    return path.startswith("/visit/") and path not in {"/visit/", *LEAVING}


def _refused(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problems.denied(_WORDS)
    set_urlconf(request.urlconf)  # the page's links: no view was looked for yet
    return render(request, "shared/visit_refused.html", {"error": Denied(_WORDS)}, status=403)
