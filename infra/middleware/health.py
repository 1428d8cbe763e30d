"""/healthz (this process is alive) and /readyz (what it needs is there), for any Host: balancers have no broker."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from infra import readiness


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("alive\n", content_type="text/plain")
        if request.path == "/readyz":
            return _ready()
        return self.get_response(request)


def _ready() -> HttpResponse:
    checks = readiness.check()
    body = {check.name: "ok" if check.ok else check.message for check in checks}
    return JsonResponse(body, status=200 if all(check.ok for check in checks) else 503)
