"""Every page here belongs to the partner who logged in; whoever is nobody's partner sees nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.views.decorators.cache import never_cache

from atrium.kernel.errors import NotFound
from tenants.ibs.models import Partner
from tenants.ibs.selectors import open_agreement, partner_of

Args = ParamSpec("Args")
PartnerView = Callable[Concatenate[HttpRequest, Partner, Args], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, Args], HttpResponseBase]


def partner_page(view: PartnerView[Args]) -> View[Args]:
    """Hands the logged-in partner to the view, once it has agreed to what is in force. Pages with money on them are kept by
    no cache."""
    return _dressed(view, agreed=True)


def before_agreement(view: PartnerView[Args]) -> View[Args]:
    """The agreement's own page."""
    return _dressed(view, agreed=False)


def _dressed(view: PartnerView[Args], *, agreed: bool) -> View[Args]:
    @never_cache
    @wraps(view)
    def inner(request: HttpRequest, /, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_login(request)
        partner = partner_of(request.user)
        if partner is None:
            raise NotFound("There is no partner with this log-in.")
        if agreed and open_agreement(partner) is not None:
            return _to_agreement(request)
        return view(request, partner, *args, **kwargs)

    return inner


def _to_agreement(request: HttpRequest) -> HttpResponse:
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": resolve_url("agreement")})
    return redirect("agreement")


def is_part(request: HttpRequest, target: str) -> bool:
    """Only that part of the page is asked for, by htmx."""
    return bool(request.htmx.target == target)  # type: ignore[attr-defined]


def _to_login(request: HttpRequest) -> HttpResponse:
    """A part of a page that is fetched again after the session ended must not draw a log-in form into itself."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": resolve_url("account_login")})
    return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
