"""Where leads come from, in the broker's own words."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel.errors import NotFound
from portals.shared.refusals import telling
from portals.staff_console.access import permitted
from portals.staff_console.lead_rules.forms import SourceForm
from portals.staff_console.lead_rules.tabs import frame
from tenants.leads import services
from tenants.leads.models import Lead, Source
from tenants.staff.models import Member


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.leads")
def sources(request: HttpRequest, member: Member) -> HttpResponse:
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if Source.objects.filter(code=form.cleaned_data["code"]).exists():
            form.add_error("code", _("There is a source with this code already."))
        else:
            services.save_source(**form.cleaned_data)
            messages.success(request, _("Source added."))
            return redirect("settings_sources")
    known = list(Source.objects.order_by("label"))
    used = dict(
        Lead.objects.filter(source__in=[one.code for one in known])
        .order_by()
        .values_list("source")
        .annotate(count=Count("id"))
    )
    context = {
        "sources": [(one, used.get(one.code, 0)) for one in known],
        "form": form,
        **frame("settings_sources"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/lead_rules/sources.html", context, status=status)


@require_POST
@permitted("settings.leads")
def switch(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """On, off, or away where no lead came from it."""
    known = Source.objects.filter(code=code).first()
    if known is None:
        raise NotFound("There is no such source.")
    if request.POST.get("what") != "delete":
        services.save_source(code=code, label=known.label, is_on=not known.is_on)
        return redirect("settings_sources")
    with telling(request):
        services.delete_source(code)
    return redirect("settings_sources")
