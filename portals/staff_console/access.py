"""Every page of the console asks here first: who is it, and may they see this? What they may not see is a 404."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache

from atrium.kernel.errors import NotFound
from portals.staff_console import counters
from tenants.staff.models import Member
from tenants.staff.selectors import member_of, require_permission

Args = ParamSpec("Args")
StaffView = Callable[Concatenate[HttpRequest, Member, Args], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, Args], HttpResponseBase]


def permitted(codename: str) -> Callable[[StaffView[Args]], View[Args]]:
    """`@permitted("leads.view")`: the view gets the member as its second argument."""
    return lambda view: _dressed(view, lambda request: require_permission(request.user, codename))


def any_member(view: StaffView[Args]) -> View[Args]:
    """For pages that every member has, whatever the role."""
    return _dressed(view, _member)


def _member(request: HttpRequest) -> Member:
    member = member_of(request.user)
    if member is None:
        raise NotFound("This page does not exist, or it is not yours to see.")
    return member


def _dressed(view: StaffView[Args], find: Callable[[HttpRequest], Member]) -> View[Args]:
    @login_required
    @never_cache  # a part and its whole page have one address
    @wraps(view)
    def inner(request: HttpRequest, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
        member = find(request)
        request.viewer = member  # type: ignore[attr-defined]
        counts = SimpleLazyObject(lambda: counters.of(member))
        request.counts = counts  # type: ignore[attr-defined]
        request.nav_counts = SimpleLazyObject(lambda: counters.of_navigation(counts))  # type: ignore[attr-defined,arg-type]
        return view(request, member, *args, **kwargs)

    return cast(View[Args], inner)


def in_drawer(request: HttpRequest) -> bool:
    """The page is asked for as a fragment for the drawer."""
    return getattr(request.htmx, "target", None) == "drawer-body"  # type: ignore[attr-defined]
