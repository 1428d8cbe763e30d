"""A trading account is archived, or brought back, from its client's card."""

import uuid

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.refusals import show_in
from portals.staff_console.access import in_drawer, permitted
from portals.staff_console.people import Person, client_person
from portals.staff_console.work.answers import told
from tenants.clients.selectors import clients_reached
from tenants.staff.models import Member
from tenants.trading import services
from tenants.trading.models import TradingAccount

PERMISSION = "trading.manage"


class BecauseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("Stands in the timeline.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(PERMISSION)
def archive(request: HttpRequest, member: Member, account_id: uuid.UUID) -> HttpResponse:
    return _change(request, member, account_id, back=False)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted(PERMISSION)
def restore(request: HttpRequest, member: Member, account_id: uuid.UUID) -> HttpResponse:
    return _change(request, member, account_id, back=True)


def _change(request: HttpRequest, member: Member, account_id: uuid.UUID, *, back: bool) -> HttpResponse:
    account, person = _found(member, account_id)
    form = BecauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = services.restore_account if back else services.archive_account
        try:
            verb(account_id=account.id, because=form.cleaned_data["reason"])
        except AtriumError as error:
            show_in(form, error)
        else:
            text = (
                _("Trading account %(login)s is open again.")
                if back
                else _("Trading account %(login)s is archived.")
            )
            return told(
                request,
                text % {"login": account.login},
                refetch="#card-panel",
                to=f"{person.address}accounts/",
            )
    context = {
        "account": account,
        "person": person,
        "form": form,
        "back": back,
        "action": reverse("account_restore" if back else "account_archive", args=[account.id]),
    }
    template = "archive" if in_drawer(request) else "archive_page"
    status = 422 if form.is_bound else 200
    return render(request, f"staff_console/trading/{template}.html", context, status=status)


def _found(member: Member, account_id: uuid.UUID) -> tuple[TradingAccount, Person]:
    reached = clients_reached(member, PERMISSION)
    account = TradingAccount.objects.filter(id=account_id, client_id__in=reached).first()
    if account is None:
        raise NotFound("There is no such trading account, or it is not yours to change.")
    return account, client_person(member, account.client_id)
