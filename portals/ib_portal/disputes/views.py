"""Disputes: ask about a line that looks wrong, see what became of it."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.ib_portal.access import partner_page
from portals.ib_portal.rebates.words import REASONS
from portals.shared.paging import page_of
from portals.shared.refusals import show_in, telling
from tenants.ibs.models import Partner
from tenants.rebates import selectors
from tenants.rebates.models import Dispute, Goodwill
from tenants.rebates.services import disputes


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What looks wrong?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Say what you expected, and why. Somebody at the broker sees the same explanation as you."
        ),
    )


@require_safe
@partner_page
def listing(request: HttpRequest, partner: Partner) -> HttpResponse:
    context = {
        "partner": partner,
        "page": page_of(selectors.disputes_of(partner), request.GET.get("cursor", ""), by="opened_at"),
    }
    return render(request, "ib_portal/disputes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def ask(request: HttpRequest, partner: Partner, line_id: int) -> HttpResponse:
    line = selectors.line_for(partner, line_id)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            dispute = disputes.open_dispute(partner=partner, line_id=line.pk, text=form.cleaned_data["text"])
        except NotFound:
            raise
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Asked. You see the answer here."))
            return redirect("ib_dispute", dispute_id=dispute.id)
    open_one = selectors.disputes_of(partner).filter(line=line, state=Dispute.State.OPEN).first()
    context = {"partner": partner, "line": line, "form": form, "open_one": open_one}
    return render(request, "ib_portal/disputes/ask.html", context, status=422 if form.is_bound else 200)


@require_safe
@partner_page
def page(request: HttpRequest, partner: Partner, dispute_id: uuid.UUID) -> HttpResponse:
    dispute = selectors.disputes_of(partner).filter(id=dispute_id).first()
    if dispute is None:
        raise NotFound("There is no such dispute.")
    mine = selectors.lines_for(partner).order_by("id")
    posted = mine.filter(batch_id=dispute.batch_id) if dispute.batch_id else mine.none()
    context = {
        "partner": partner,
        "dispute": dispute,
        "line": dispute.line,
        "goodwill": dispute.goodwill.filter(state=Goodwill.State.PAID).first(),
        "posted": [(one, REASONS.get(one.reason, "")) for one in posted],
    }
    return render(request, "ib_portal/disputes/page.html", context)


@require_POST
@partner_page
def withdraw(request: HttpRequest, partner: Partner, dispute_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        disputes.withdraw_dispute(partner=partner, dispute_id=dispute_id)
        messages.success(request, _("Taken back."))
    return redirect("ib_dispute", dispute_id=dispute_id)
