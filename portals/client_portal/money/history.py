"""Everything that moved, with filters, and the same as a file."""

import csv
import io
from datetime import UTC, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from atrium.kernel import clock
from portals.client_portal.access import client_page
from portals.client_portal.money.cells import safe_cell
from portals.client_portal.money.movements import KINDS, STATES_OF, MoneyMovement, Wanted, movements
from portals.client_portal.money.words import kind_word, state_of
from tenants.clients.models import Client

MOST_EXPORTED = 10_000


class FilterForm(forms.Form):
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS], required=False)
    state = forms.ChoiceField(choices=[(state, state) for state in STATES_OF], required=False)
    since = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    until = forms.DateField(required=False, input_formats=["%Y-%m-%d"])


KIND_CHOICES = (
    ("deposit", gettext_lazy("Deposits")),
    ("transfer", gettext_lazy("Transfers")),
    ("withdrawal", gettext_lazy("Withdrawals")),
)
STATE_CHOICES = (
    ("done", gettext_lazy("Done")),
    ("waiting", gettext_lazy("Under way")),
    ("failed", gettext_lazy("Not completed")),
)


@require_safe
@client_page
def history(request: HttpRequest, client: Client) -> HttpResponse:
    wanted = _wanted(request)
    page = movements(client, wanted, cursor=request.GET.get("cursor", ""))
    query = request.GET.copy()
    query.pop("cursor", None)
    context = {
        "client": client,
        "page": page,
        "wanted": wanted,
        "kinds": KIND_CHOICES,
        "states": STATE_CHOICES,
        "query": query.urlencode(),
        "is_filtered": wanted != Wanted(),
    }
    return render(request, "client_portal/money/history.html", context)


@require_safe
@client_page
def export(request: HttpRequest, client: Client) -> HttpResponse:
    """The filtered list, times in UTC. Opened in a spreadsheet no cell becomes a formula."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(
        [_("Time (UTC)"), _("What"), _("Amount"), _("Currency"), _("Status"), _("Trading account"), "ID"]
    )
    for row in movements(client, _wanted(request), size=MOST_EXPORTED).rows:
        writer.writerow(_cells(row))
    name = f"history-{clock.now():%Y-%m-%d}.csv"
    # The mark at the start tells spreadsheets that it is UTF-8.
    answer = HttpResponse("\ufeff" + sheet.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _cells(row: MoneyMovement) -> list[str]:
    return [
        _utc(row.at),
        safe_cell(str(kind_word(row))),
        row.money.plain(),
        row.money.currency,
        safe_cell(state_of(row.kind, row.state).word),
        str(row.login or ""),
        str(row.id),
    ]


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _wanted(request: HttpRequest) -> Wanted:
    """What is not understood filters nothing."""
    form = FilterForm(request.GET)
    form.is_valid()
    known = form.cleaned_data
    return Wanted(known.get("kind", ""), known.get("state", ""), known.get("since"), known.get("until"))
