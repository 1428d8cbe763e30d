"""Host → broker and surface, before anything else runs. An unknown host reaches no house: a plain 404."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from api import problems
from atrium.brokers import selectors
from atrium.kernel import actor, tenancy
from atrium.kernel.ids import new_id

# What vendors tell is stored also for a suspended broker: money under way must finish or void.
_OPEN_WHEN_SUSPENDED = ("/static/", "/brand/", "/webhooks/")


class BrokerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        house = selectors.resolve(request.META.get("HTTP_HOST", ""))
        if house is None:
            return HttpResponse("Not found.\n", status=404, content_type="text/plain")
        try:
            return self._inside(request, house)
        finally:
            tenancy.switch(None)
            actor.switch(actor.SYSTEM)

    def _inside(self, request: HttpRequest, house: selectors.House) -> HttpResponse:
        tenancy.switch(house.tenant)
        request.tenant, request.surface = house.tenant, house.surface  # type: ignore[attr-defined]
        request.request_id = new_id().hex  # type: ignore[attr-defined]
        request.urlconf = settings.SURFACE_URLCONFS[house.surface]
        who = actor.Actor(
            kind="anonymous",
            label="Visitor",
            surface=house.surface,
            ip=client_ip(request),
            request_id=request.request_id,  # type: ignore[attr-defined]
        )
        actor.switch(who)
        if house.tenant.status != "active" and not request.path.startswith(_OPEN_WHEN_SUSPENDED):
            return _suspended(request, house)
        response = self.get_response(request)
        response["X-Request-Id"] = who.request_id
        return response


def client_ip(request: HttpRequest) -> str:
    """The peer; behind our own proxy (TLS) the last address it added."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.ENV.tls else ""
    return str(forwarded.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", ""))


def _suspended(request: HttpRequest, house: selectors.House) -> HttpResponse:
    if house.surface == "api" or request.path.startswith("/api/"):
        return problems.suspended(house.suspended_reason)
    page = render_to_string(
        "shared/suspended.html", {"broker": house.tenant, "reason": house.suspended_reason}
    )
    return HttpResponse(page, status=503, headers={"Retry-After": "3600"})
