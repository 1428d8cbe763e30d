"""Protection and status: how long a lead is its manager's, when somebody is dormant, whom one recognises."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atrium.kernel.errors import AtriumError
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.lead_rules.forms import DeskDaysForm, PolicyForm
from portals.staff_console.lead_rules.tabs import frame
from tenants.leads import selectors, services
from tenants.leads.models import Protection
from tenants.staff.models import Desk, Member


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.leads")
def protection(request: HttpRequest, member: Member) -> HttpResponse:
    data = request.POST or None
    form = PolicyForm(data) if data else PolicyForm.of(selectors.policy())
    own = {row.desk_id: row for row in Protection.objects.all()}
    desks = [(desk, _desk_form(desk, own.get(desk.id), data)) for desk in Desk.objects.order_by("name")]
    if request.method == "POST" and form.is_valid() and all(days.is_valid() for _desk, days in desks):
        try:
            services.change_policy(**form.changes())
            for desk, days in desks:
                services.protect_desk(desk=desk, **days.cleaned_data)
        except AtriumError as error:
            show_in(form, error)
        else:
            messages.success(request, _("Saved. It counts for contacts and assignments from now on."))
            return redirect("settings_protection")
    context = {"form": form, "desks": desks, **frame("settings_protection")}
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/lead_rules/protection.html", context, status=status)


def _desk_form(desk: Desk, own: Protection | None, data: object) -> DeskDaysForm:
    initial = {"days": own.days, "warning_days": own.warning_days} if own else {}
    return DeskDaysForm(data, initial=initial, prefix=f"desk-{desk.id}")  # type: ignore[arg-type]
