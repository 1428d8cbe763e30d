"""Who somebody is: where the check stands, and the form for the papers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atrium.kernel.errors import AtriumError
from portals.client_portal.access import client_page
from portals.client_portal.verification.forms import PapersForm
from portals.client_portal.verification.standing import standing_of
from portals.shared.refusals import show_in
from tenants.clients.models import Client
from tenants.kyc.services import submit_check


@require_http_methods(["GET", "POST"])
@client_page
def verification(request: HttpRequest, client: Client) -> HttpResponse:
    form = PapersForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _submitted(form, client):
        messages.success(
            request, _("Your papers are with our compliance desk. You will see the answer here.")
        )
        return redirect("verification")
    status = 422 if form.errors else 200
    return render(request, "client_portal/verification/verification.html", _page(client, form), status=status)


@require_safe
@client_page
def state(request: HttpRequest, client: Client) -> HttpResponse:
    """The part that a decision replaces while somebody looks at it."""
    return render(request, "client_portal/verification/state.html", _page(client, PapersForm()))


def _submitted(form: PapersForm, client: Client) -> bool:
    try:
        submit_check(client=client, **form.cleaned_data)
    except AtriumError as refusal:
        show_in(form, refusal)
        return False
    return True


def _page(client: Client, form: PapersForm) -> dict[str, Any]:
    return {"client": client, "standing": standing_of(client), "form": form}
