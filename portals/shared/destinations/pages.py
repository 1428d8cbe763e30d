"""Two steps of one page: what the place is, then the second factor. Then a second person looks at it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from atrium.kernel.errors import AtriumError, Conflict
from portals.shared.destinations.forms import DestinationForm
from portals.shared.factors import given_factor, question
from portals.shared.refusals import show_in
from tenants.payments.services import add_destination
from tenants.payments.services.destinations import Owner, facts_of_place, read_place
from tenants.payments.services.factors import ask_for_code

_WRITTEN = ("kind", "number", "holder", "bic", "network")


def adding(request: HttpRequest, owner: Owner) -> dict[str, Any] | None:
    """What the page shows, or None when the place was added."""
    form = DestinationForm(request.POST or None, initial={"holder": owner.name})
    method = ""
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST and _add(request, owner, form):
            messages.success(request, _("Added. A person looks at it; the answer appears here."))
            return None
        method = _open_question(owner, form)
        form.fields["code"].required = bool(method)  # on the second step
    return {
        "form": form,
        "email": owner.user.email,
        "kind_label": dict(form.fields["kind"].choices).get(form["kind"].value(), ""),  # type: ignore[attr-defined]
        "network_label": form.network_label(),
        "hidden": [(name, form.cleaned_data.get(name, "")) for name in _WRITTEN] if method else [],
        **question(owner.user, method),
    }


def _open_question(owner: Owner, form: DestinationForm) -> str:
    """Nothing is asked while the address itself is wrong."""
    try:
        place = read_place(**form.place())
    except AtriumError as refusal:
        show_in(form, refusal)
        return ""
    what = _("add the destination %(number)s") % {"number": place["number"]}
    return ask_for_code(user=owner.user, key=form.cleaned_data["key"], facts=facts_of_place(place), what=what)


def _add(request: HttpRequest, owner: Owner, form: DestinationForm) -> bool:
    try:
        add_destination(
            owner=owner,
            key=form.cleaned_data["key"],
            second_factor=given_factor(request, owner.user),
            **form.place(),
        )
    except AtriumError as refusal:
        if isinstance(refusal, Conflict):
            form.renew_key()
        show_in(form, refusal)
        return False
    return True
