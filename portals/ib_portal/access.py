"""Every page here belongs to the partner who logged in; whoever is nobody's partner sees nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.views.decorators.cache import never_cache

from atrium.kernel.errors import NotFound
from tenants.ibs.models import Partner
from tenants.ibs.selectors import partner_of

Args = ParamSpec("Args")
PartnerView = Callable[Concatenate[HttpRequest, Partner, Args], HttpResponse]


def partner_page(view: PartnerView[Args]) -> Callable[Concatenate[HttpRequest, Args], HttpResponse]:
    """Hands the logged-in partner to the view. Pages with money on them are kept by no cache."""

    @never_cache
    @wraps(view)
    def inner(request: HttpRequest, /, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_login(request)
        partner = partner_of(request.user)
        if partner is None:
            raise NotFound("There is no partner with this log-in.")
        return view(request, partner, *args, **kwargs)

    return inner


def is_part(request: HttpRequest, target: str) -> bool:
    """Only that part of the page is asked for, by htmx."""
    return bool(request.htmx.target == target)  # type: ignore[attr-defined]


def _to_login(request: HttpRequest) -> HttpResponse:
    """A part of a page that is fetched again after the session ended must not draw a log-in form into itself."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": resolve_url("account_login")})
    return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
