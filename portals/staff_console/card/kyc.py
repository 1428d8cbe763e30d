"""The KYC decision, on the card."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from atrium.kernel.errors import AtriumError, NotFound
from portals.staff_console.access import permitted
from portals.staff_console.clients.forms import KycForm
from tenants.clients.selectors import client_for
from tenants.kyc import services as kyc
from tenants.kyc.models import Check
from tenants.staff.models import Member


@require_POST
@permitted("kyc.decide")
def decide(request: HttpRequest, member: Member, client_id: uuid.UUID, check_id: uuid.UUID) -> HttpResponse:
    client = client_for(member, client_id)
    if not Check.objects.filter(id=check_id, client=client).exists():
        raise NotFound("There is no such check.")
    form = KycForm(request.POST)
    if form.is_valid():
        _decide(request, member, check_id, form)
    else:
        messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
    return redirect("client_tab", client_id=client.id, tab="kyc")


def _decide(request: HttpRequest, member: Member, check_id: uuid.UUID, form: KycForm) -> None:
    approve, reason = form.cleaned_data["outcome"] == "approve", form.cleaned_data["reason"]
    try:
        kyc.decide_check(check_id=check_id, by=member.user, approve=approve, reason=reason)
    except AtriumError as error:
        messages.error(request, error.message)
        return
    words = _("Check approved.") if approve else _("Check refused; the client is told why.")
    messages.success(request, words)
