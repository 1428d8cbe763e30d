"""A refusal raised anywhere below becomes a page in words; the API has its own answer (problem details)."""

import logging
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.refusals import said

log = logging.getLogger(__name__)


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            raise Http404(exception.message)
        if isinstance(exception, AtriumError):
            return render(
                request,
                "shared/refused.html",
                {"error": exception, "message": said(exception)},
                status=exception.status,
            )
        return None
