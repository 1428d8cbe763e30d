"""The open door: somebody without a log-in asks to become a partner. The answer comes by e-mail."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from atrium.kernel.errors import AtriumError
from portals.ib_portal.join.forms import JoinForm
from portals.shared.refusals import show_in
from tenants.approvals.rates import broker_currency
from tenants.ibs.requests import register_partner


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Whether the address is known already is not told: the same words follow in every case."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="signup"):
            refused: HttpResponse = ratelimit.respond_429(request)
            return refused
        try:
            register_partner(**form.cleaned_data, currency=broker_currency())
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            return redirect("join_thanks")
    return render(request, "ib_portal/join/join.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "ib_portal/join/thanks.html")
