"""Pages that every surface has: its brand's stylesheet and, in development, the living style page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portals.shared import gallery, looks
from tenants.branding import selectors

YEAR_SECONDS = 31_536_000


@require_safe
def brand_stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The current look under its digest, kept for ever by browsers; an old digest leads to the current one."""
    sheet = looks.stylesheet_of(looks.look_of(selectors.brand()))
    if digest != sheet.digest:
        return redirect(looks.brand_of_house().stylesheet_url)
    headers = {"Cache-Control": f"public, max-age={YEAR_SECONDS}, immutable"}
    return HttpResponse(sheet.css, content_type="text/css; charset=utf-8", headers=headers)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    if not gallery.is_open():
        raise Http404
    return render(request, "shared/components.html", gallery.samples())
