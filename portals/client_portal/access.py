"""Every page here belongs to the client who logged in; whoever is nobody's client sees nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.views.decorators.cache import never_cache

from atrium.kernel.errors import NotFound
from tenants.clients.models import Client
from tenants.clients.selectors import client_of

P = ParamSpec("P")
ClientView = Callable[Concatenate[HttpRequest, Client, P], HttpResponse]


def client_page(view: ClientView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Hands the logged-in client to the view. Whoever still has a password that somebody else chose sees nothing before an
    own one is chosen."""

    @wraps(view)
    def inner(request: HttpRequest, client: Client, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if client.user.must_change_password and request.visit is None:  # type: ignore[attr-defined]
            return _to(request, resolve_url("first_password"))
        return view(request, client, *args, **kwargs)

    return client_of_request(inner)


def client_of_request(view: ClientView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Hands the logged-in client to the view. Pages with money on them are kept by no cache."""

    @never_cache
    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_login(request)
        client = client_of(request.user)
        if client is None:
            raise NotFound("There is no client with this log-in.")
        return view(request, client, *args, **kwargs)

    return inner


def _to_login(request: HttpRequest) -> HttpResponse:
    if "HX-Request" in request.headers:
        return _to(request, resolve_url("account_login"))
    return redirect_to_login(request.get_full_path(), resolve_url("account_login"))


def _to(request: HttpRequest, url: str) -> HttpResponse:
    """A part of a page that is fetched again must not draw another page's form into itself."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
