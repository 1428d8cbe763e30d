"""Handing one's authority over: everybody their own, whoever manages approvals everybody's."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from tenants.approvals import selectors, services
from tenants.approvals.kinds import CATALOGUE, kind_of
from tenants.staff.models import Member
from tenants.staff.selectors import members_active

MANAGE = "settings.approvals"


class DelegationForm(forms.Form):
    from_member = forms.ModelChoiceField(
        label=gettext_lazy("Whose authority"), queryset=Member.objects.none()
    )
    to_member = forms.ModelChoiceField(
        label=gettext_lazy("Who decides instead"), queryset=Member.objects.none()
    )
    active_from = forms.DateTimeField(
        label=gettext_lazy("From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    active_to = forms.DateTimeField(
        label=gettext_lazy("To"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    because = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("For example: holiday.")
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Which requests"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all of them."),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = members_active().order_by("user__name")
        for name in ("from_member", "to_member"):
            self.fields[name].queryset = colleagues  # type: ignore[attr-defined]
        if not member.allows(MANAGE):
            self.fields["from_member"].queryset = colleagues.filter(id=member.id)  # type: ignore[attr-defined]
            self.fields["from_member"].widget = forms.HiddenInput()
        self.fields["from_member"].initial = member.id
        self.fields["active_from"].initial = timezone.localtime(clock.now())
        self.fields["kinds"].choices = [(kind.code, _(kind.label)) for kind in CATALOGUE]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("approvals.view")
def listed(request: HttpRequest, member: Member) -> HttpResponse:
    zone = ZoneInfo(member.user.time_zone or "UTC")
    with timezone.override(zone):
        form = DelegationForm(request.POST if request.method == "POST" else None, member=member)
        if request.method == "POST" and form.is_valid():
            try:
                made = services.delegate(by=member.user, **form.cleaned_data)
            except AtriumError as error:
                show_in(form, error)
            else:
                messages.success(
                    request,
                    _("%(to)s decides for %(from)s in that time.")
                    % {"to": made.to_member, "from": made.from_member},
                )
                return redirect("delegations")
        context = {"form": form, "rows": _rows(member), "zone": zone.key, "manages": member.allows(MANAGE)}
        return render(
            request, "staff_console/approvals/delegations.html", context, status=422 if form.is_bound else 200
        )


@require_POST
@permitted("approvals.view")
def end(request: HttpRequest, member: Member, delegation_id: uuid.UUID) -> HttpResponse:
    ended = services.end_delegation(delegation_id=delegation_id, by=member.user)
    messages.success(
        request,
        _("%(to)s no longer decides for %(from)s.") % {"to": ended.to_member, "from": ended.from_member},
    )
    return redirect("delegations")


def _rows(member: Member) -> list[dict[str, Any]]:
    now = clock.now()
    found = selectors.delegations_by(None if member.allows(MANAGE) else member)
    return [
        {
            "row": row,
            "is_on": row.active_from <= now,
            "kinds": ", ".join(_(kind_of(code).label) for code in row.kinds) or _("All requests"),
        }
        for row in found
    ]
