"""Whoever was registered by staff chooses an own password before anything else."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portals.client_portal.access import client_of_request
from portals.client_portal.first_password.forms import FirstPasswordForm
from tenants.clients.models import Client
from tenants.identity.services import choose_own_password


@require_http_methods(["GET", "HEAD", "POST"])
@client_of_request
def first_password(request: HttpRequest, client: Client) -> HttpResponse:
    if not client.user.must_change_password:
        return redirect("dashboard")
    form = FirstPasswordForm(request.POST or None, user=client.user)
    if request.method == "POST" and form.is_valid():
        choose_own_password(user=client.user, password=form.cleaned_data["password1"])
        update_session_auth_hash(request, client.user)
        messages.success(request, _("That is your password from now on. Welcome."))
        return redirect("dashboard")
    status = 422 if form.is_bound else 200
    return render(
        request, "client_portal/first_password/page.html", {"form": form, "client": client}, status=status
    )
