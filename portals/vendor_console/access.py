"""Every page of the operations room asks here first: which operator is it, and may they?"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.views.decorators.cache import never_cache

from tenants.staff.models import Member
from tenants.staff.selectors import require_permission

Args = ParamSpec("Args")
OperatorView = Callable[Concatenate[HttpRequest, Member, Args], HttpResponse]
View = Callable[Concatenate[HttpRequest, Args], HttpResponse]


def operators(codename: str) -> Callable[[OperatorView[Args]], View[Args]]:
    """`@operators("brokers.view")`: the view gets the operator as its second argument."""

    def dress(view: OperatorView[Args]) -> View[Args]:
        @never_cache
        @wraps(view)
        def inner(request: HttpRequest, /, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_login(request)
            member = require_permission(request.user, codename)
            request.viewer = member  # type: ignore[attr-defined]
            return view(request, member, *args, **kwargs)

        return inner

    return dress


def _to_login(request: HttpRequest) -> HttpResponse:
    """A part that is fetched again after the session ended must not draw a log-in form into itself."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": resolve_url("account_login")})
    return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
