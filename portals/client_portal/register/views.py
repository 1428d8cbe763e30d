"""Registering: a minute, one page, then a letter to confirm the address."""

from typing import Any

from allauth.account.views import SignupView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from portals.client_portal.languages import LANGUAGES
from portals.client_portal.register.forms import RegisterForm
from portals.client_portal.register.referral import COOKIE, keep


class RegisterView(SignupView):  # type: ignore[misc]
    template_name = "client_portal/register/register.html"

    def get_form_class(self) -> type[RegisterForm]:
        return RegisterForm

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        response.delete_cookie(COOKIE)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "referred": COOKIE in self.request.COOKIES,
            "languages": LANGUAGES,
        }


register = RegisterView.as_view()


@require_safe
def referred(request: HttpRequest, code: str) -> HttpResponse:
    """A partner's link: /r/IRIS7?utm_source=… leads to the form and is kept for thirty days."""
    query = request.GET.urlencode()
    response = redirect("register")
    if query:
        response["Location"] += f"?{query}"
    keep(response, code)
    return response
