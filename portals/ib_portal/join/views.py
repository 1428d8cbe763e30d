"""The open door: somebody without a log-in asks to become a partner, in a programme or by a partner's invitation. The answer
comes by e-mail."""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.ib_portal.join.forms import JoinForm
from portals.shared.refusals import show_in
from tenants.approvals.rates import broker_currency
from tenants.ibs import selectors
from tenants.ibs.models import Invitation, Programme
from tenants.ibs.requests import register_partner
from tenants.ibs.rules.questions import answered


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Whether the address is known already is not told: the same words follow in every case."""
    return _door(request, {"programmes": selectors.public_programmes()})


@require_http_methods(["GET", "HEAD", "POST"])
def join_programme(request: HttpRequest, code: str) -> HttpResponse:
    """A private programme is opened by this address alone."""
    programme = selectors.programme_by_code(code)
    return _door(request, {"programme": programme}, programme=programme)


@require_http_methods(["GET", "HEAD", "POST"])
def join_invited(request: HttpRequest, code: str) -> HttpResponse:
    """Both know before: who invites, and on which share."""
    invitation = selectors.invitation_by_code(code)
    if invitation is None:
        raise NotFound("This invitation was used, taken back, or is over. Ask whoever sent it for another.")
    programme = invitation.programme if invitation.programme and invitation.programme.is_on else None
    share = None if invitation.share is None else invitation.share * 100
    page = {"invitation": invitation, "programme": programme, "share": share}
    return _door(request, page, programme=programme, invitation=invitation)


def _door(
    request: HttpRequest,
    page: dict[str, Any],
    *,
    programme: Programme | None = None,
    invitation: Invitation | None = None,
) -> HttpResponse:
    questions = programme.questions if programme else []
    initial = {"name": invitation.name, "email": invitation.email} if invitation else {}
    form = JoinForm(request.POST if request.method == "POST" else None, questions=questions, initial=initial)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="signup"):
            refused: HttpResponse = ratelimit.respond_429(request)
            return refused
        if _ask(form, programme, invitation):
            return redirect("join_thanks")
    status = 422 if form.is_bound else 200
    return render(request, "ib_portal/join/join.html", {**page, "form": form}, status=status)


def _ask(form: JoinForm, programme: Programme | None, invitation: Invitation | None) -> bool:
    try:
        register_partner(
            **form.facts,
            currency=broker_currency(),
            programme=programme,
            invitation=invitation,
            answers=answered(form.questions, form.cleaned_data),
        )
    except AtriumError as refusal:
        show_in(form, refusal)
        return False
    return True


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "ib_portal/join/thanks.html")
