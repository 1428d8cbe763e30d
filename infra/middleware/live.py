"""A page says at which number of the live stream it was made, read before anything else is: what comes later is not on it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portals.shared.live.topics import SHARED, sequence

HEADER = "X-Live-Sequence"


class LiveSequenceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        surface = request.surface  # type: ignore[attr-defined]
        if surface not in SHARED or not request.user.is_authenticated:
            return self.get_response(request)
        number = sequence(surface)
        request.live_sequence = number  # type: ignore[attr-defined]
        response = self.get_response(request)
        response[HEADER] = str(number)
        return response
