"""Name, language, time zone, looks; the doors to everything about security."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel.errors import AtriumError
from portals.client_portal import countries, languages
from portals.client_portal.access import client_page
from portals.client_portal.profile.forms import ProfileForm
from portals.shared.refusals import show_in
from tenants.clients.models import Client
from tenants.identity.models import User
from tenants.identity.services import change_profile

YEAR_SECONDS = 31_536_000


@require_http_methods(["GET", "POST"])
@client_page
def profile(request: HttpRequest, client: Client) -> HttpResponse:
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=_known(client.user))
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(user=client.user, **form.cleaned_data)
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            return _saved(request, form.cleaned_data["language"])
    return render(
        request, "client_portal/profile/profile.html", {"form": form, "client": client, **_facts(client)}
    )


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Before log-in it is kept in a cookie; for somebody logged in it is theirs on every device."""
    wanted = request.POST.get("language", "")
    response = redirect(_back(request))
    if wanted in dict(languages.LANGUAGES):
        if isinstance(request.user, User):
            change_profile(user=request.user, language=wanted)
        _remember(response, wanted)
    return response


def _saved(request: HttpRequest, language: str) -> HttpResponse:
    with translation.override(language):
        messages.success(request, _("Saved."))
    response = redirect("profile")
    _remember(response, language)
    return response


def _known(user: User) -> dict[str, str]:
    language = user.language or translation.get_language() or "en"
    return {"name": user.name, "language": language, "time_zone": user.time_zone}


def _facts(client: Client) -> dict[str, object]:
    kinds = set(Authenticator.objects.filter(user=client.user).values_list("type", flat=True))
    return {
        "has_totp": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "country": countries.name_of(client.country) if client.country else "",
    }


def _remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR_SECONDS, secure=settings.ENV.tls, samesite="Lax"
    )


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
