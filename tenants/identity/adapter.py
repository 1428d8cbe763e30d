"""What allauth asks of us: everything is limited to the realm of the surface the request came in by."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest

from atrium.kernel import tenancy
from tenants.outbox.services import announce

from . import devices
from .models import User, login_name, normalise_email
from .services import confirm_mailbox
from .surfaces import OPEN_SURFACES, REALM_OF_SURFACE


class SurfaceAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def _realm(self, request: HttpRequest | None = None) -> str:
        request = request or self.request
        return REALM_OF_SURFACE.get(getattr(request, "surface", ""), "")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return getattr(request, "surface", "") in OPEN_SURFACES

    def populate_username(self, request: HttpRequest, user: User) -> None:
        user.realm = self._realm(request)
        user.email = normalise_email(user.email)
        user.login = login_name(user.realm, user.email)

    def clean_email(self, email: str) -> str:
        return normalise_email(super().clean_email(email))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """`login` is never typed: whatever comes in as user name is an e-mail of this surface's realm."""
        if "username" in credentials:
            email = credentials["username"].rpartition(":")[2]
            credentials["username"] = login_name(self._realm(request), email)
        user = super().authenticate(request, **credentials)
        return user if user is None or user.realm == self._realm(request) else None

    def confirm_email(self, request: HttpRequest, email_address: Any) -> Any:
        """Who owns the mailbox is known now: whoever knew the person by it hears."""
        with transaction.atomic():
            confirmed = super().confirm_email(request, email_address)
            if confirmed:
                announce("email.confirmed", user_id=str(email_address.user_id))
        return confirmed

    def set_password(self, user: User, password: str) -> None:
        """Chosen by its owner, so it need not be changed any more."""
        user.must_change_password = False
        super().set_password(user, password)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """Whatever led here (password, confirmation, reset, passkey): nobody of another realm gets a session."""
        if user.realm != self._realm(request):
            raise PermissionDenied("This log-in belongs to another part of the house.")
        if user.must_change_password:
            confirm_mailbox(user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """After every factor: this is when somebody is in."""
        devices.record_log_in(user=user, user_agent=request.headers.get("User-Agent", ""))
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        login = login_name(self._realm(request), str(credentials.get("username", "")).rpartition(":")[2])
        user = User.objects.filter(login=login).first()
        if user is not None:
            agent = request.headers.get("User-Agent", "")
            devices.record_log_in(user=user, user_agent=agent, succeeded=False)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> Any:
        tenant = tenancy.current()
        context = {**context, "broker_name": tenant.name if tenant else "Atrium"}
        return super().render_mail(template_prefix, email, context, headers)

    def format_email_subject(self, subject: str) -> str:
        tenant = tenancy.current()
        return f"{tenant.name}: {subject}" if tenant else str(subject)
