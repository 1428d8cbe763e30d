"""Pages that every surface has: its brand's stylesheet, the designed errors and, in development, caught mail and
the living style page."""

import json
import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portals.shared import gallery, looks
from tenants.branding import selectors as branding
from tenants.messaging import selectors as messaging

YEAR_SECONDS = 31_536_000
REPORT_BYTES = 8_192
log = logging.getLogger("atrium.csp")


@require_safe
def brand_stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The current look under its digest, kept for ever by browsers; an old digest leads to the current one."""
    sheet = looks.stylesheet_of(looks.look_of(branding.brand()))
    if digest != sheet.digest:
        return redirect(looks.brand_of_house().stylesheet_url)
    headers = {"Cache-Control": f"public, max-age={YEAR_SECONDS}, immutable"}
    return HttpResponse(sheet.css, content_type="text/css; charset=utf-8", headers=headers)


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """A browser says that a page tried something our policy forbids: a mistake of ours, or an attack."""
    try:
        report = json.loads(request.body[:REPORT_BYTES]).get("csp-report", {})
    except (ValueError, AttributeError):
        report = {}
    fields = ("document-uri", "violated-directive", "blocked-uri", "source-file", "line-number")
    log.warning("content policy: %s", {field: str(report.get(field, ""))[:300] for field in fields})
    return HttpResponse(status=204)


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "shared/components.html", gallery.samples())


@require_safe
def caught_mail(request: HttpRequest) -> HttpResponse:
    """Development only: the mail this broker's house would have sent."""
    return render(request, "shared/caught_mail.html", {"mails": messaging.newest_mails()})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def broken(request: HttpRequest, *args: Any) -> HttpResponse:
    """Without context processors: whatever broke may be one of them."""
    return HttpResponse(render_to_string("500.html"), status=500)
