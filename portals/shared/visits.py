"""The portal's side of a visit: the link that opens it, the page after it, and the list that the portal's owner sees."""

from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from atrium.kernel import clock
from atrium.kernel.errors import Denied
from portals.shared.paging import page_of
from tenants.identity import visits
from tenants.identity.models import User, Visit
from tenants.staff.visiting import why_over

SESSION_KEY: Final = "visit"
"""What marks a session as a visit's; the value is the visit's id."""


@require_GET
@never_cache
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Opens the visit in a session of its own. The owner's last log-in, devices and presence are not touched."""
    visit = visits.begin(token=token, surface=getattr(request, "surface", ""))
    if why_over(visit):
        visits.end(visit_id=visit.id, because="authority")
        raise Denied("You may not see this portal any more. Nothing was opened.")
    _open_session(request, visit)
    return redirect("/")


def _open_session(request: HttpRequest, visit: Visit) -> None:
    request.session.flush()  # whoever was logged in here before is not mixed with this
    request.session[USER_KEY] = str(visit.to_id)
    request.session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    request.session[HASH_SESSION_KEY] = visit.to.get_session_auth_hash()
    request.session[SESSION_KEY] = str(visit.id)
    assert visit.ends_at is not None  # it has begun
    request.session.set_expiry(max(1, int((visit.ends_at - clock.now()).total_seconds())))


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """The middleware ends a visit before this is asked; who is not on one has nothing to end."""
    return redirect("/")


@require_safe
def over(request: HttpRequest) -> HttpResponse:
    return render(request, "shared/visit_over.html", {"why": request.GET.get("why", "")})


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Who of the broker looked at my portal."""
    assert isinstance(request.user, User)
    page = page_of(visits.visits_to(request.user), request.GET.get("cursor", ""), by="asked_at")
    context: dict[str, Any] = {"page": page}
    return render(request, "shared/visits.html", context)
