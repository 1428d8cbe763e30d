"""Registering: a minute, one page, then a letter to confirm the address."""

import uuid
from typing import Any

from allauth.account.views import SignupView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from atrium.kernel import actor, clock
from atrium.kernel.errors import NotFound
from portals.client_portal.languages import LANGUAGES
from portals.client_portal.register.forms import RegisterForm
from portals.client_portal.register.referral import COOKIE, keep, keep_unknown, seen_by
from tenants.ibs import selectors as ibs_reads
from tenants.ibs import services as ibs
from tenants.ibs.selectors.links import REGISTER
from tenants.ibs.services.clicks import Visit


class RegisterView(SignupView):  # type: ignore[misc]
    template_name = "client_portal/register/register.html"

    def get_form_class(self) -> type[RegisterForm]:
        return RegisterForm

    def get_initial(self) -> dict[str, Any]:
        """/register/?ref=IRIS7: as if it were typed."""
        return {**super().get_initial(), "partner_code": self.request.GET.get("ref", "")[:24]}

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        response.delete_cookie(COOKIE)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "referred": bool(seen_by(self.request)),
            "languages": LANGUAGES,
        }


register = RegisterView.as_view()


@never_cache
@require_safe
def referred(request: HttpRequest, code: str) -> HttpResponse:
    """A partner's link: /r/IRIS7?utm_source=… leads to the page that the partner chose, and is remembered for its window."""
    followed = ibs.follow(code=code, visit=_visit(request), promo_id=_banner(request))
    landing = followed.landing if followed else REGISTER
    response = HttpResponseRedirect(_with_query(landing, request.GET.urlencode()))
    if followed is None:
        keep_unknown(request, response, code, clock.now())
    else:
        keep(request, response, followed)
    return response


@require_safe
def banner(request: HttpRequest, promo_id: uuid.UUID) -> HttpResponse:
    """A picture on somebody's page. It says nothing of who looks, and is the same for everybody."""
    found = ibs_reads.promo(everything=True).filter(id=promo_id, kind="banner").first()
    if found is None:
        raise NotFound("There is no such banner.")
    headers = {"Cache-Control": "public, max-age=86400", "Cross-Origin-Resource-Policy": "cross-origin"}
    return HttpResponse(bytes(found.image), content_type=found.image_type, headers=headers)


def _banner(request: HttpRequest) -> uuid.UUID | None:
    """/r/IRIS7?b=…: which banner was clicked."""
    try:
        return uuid.UUID(request.GET.get("b", ""))
    except ValueError:
        return None


def _visit(request: HttpRequest) -> Visit:
    said = request.headers
    return Visit(
        ip=actor.current().ip,
        agent=said.get("User-Agent", "")[:400],
        method=request.method or "GET",
        purpose=f"{said.get('Sec-Purpose', '')} {said.get('Purpose', '')} {said.get('X-Moz', '')}",
        came_from=said.get("Referer", "")[:400],
        channel=request.GET.get("utm_source", ""),
    )


def _with_query(landing: str, query: str) -> str:
    """What the visitor's address said goes on with them: campaigns are read by whatever page comes next."""
    if not query:
        return landing
    return f"{landing}{'&' if '?' in landing else '?'}{query}"
