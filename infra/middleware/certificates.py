"""Caddy asks here before it fetches a certificate: only for hosts that the registry knows.

It stands before the broker's middleware because Caddy calls us by our inside name; from outside Caddy answers 404 itself.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from atrium.brokers import selectors

PATH = "/_certificates/ask"


class CertificatesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != PATH:
            return self.get_response(request)
        known = selectors.resolve(request.GET.get("domain", "")) is not None
        return HttpResponse(status=200 if known else 404)
