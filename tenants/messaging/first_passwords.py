"""A client whom staff entered gets a first password by mail. It is made here, in the moment it is mailed: nowhere else is it ever
written down, and it is good until its owner chooses an own one at the first log-in."""

import uuid

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from atrium.kernel import tenancy
from tenants.branding.selectors import brand
from tenants.identity.models import User
from tenants.identity.services import choose_password_for

from .links import home_of


@transaction.atomic
def send(client_id: uuid.UUID) -> None:
    """Told twice, it mails twice, and the last password counts. Whoever has chosen one keeps it."""
    user = User.objects.select_for_update(of=("self",)).filter(client__id=client_id).first()
    if user is None or not user.must_change_password:
        return
    password = choose_password_for(user)
    with translation.override(user.language or brand().language or settings.LANGUAGE_CODE):
        mail = EmailMessage(_subject(), _text(user, password), to=[user.email])
        # What is sent for good is logged without it (backend.py); where mails are only caught, they are there to be read.
        mail.secret = password  # type: ignore[attr-defined]
        mail.send()


def _subject() -> str:
    return _("%(broker)s: your log-in") % {"broker": tenancy.require().name}


def _text(user: User, password: str) -> str:
    words = {
        "name": user.name,
        "broker": tenancy.require().name,
        "home": home_of(user),
        "email": user.email,
        "password": password,
    }
    return (
        _(
            "Hello %(name)s,\n\n"
            "you are registered at %(broker)s. Log in here:\n\n%(home)s\n\n"
            "E-mail: %(email)s\nPassword: %(password)s\n\n"
            "The password is good for your first log-in; you choose your own there. If you did not ask to be registered, "
            "do nothing and tell us.\n"
        )
        % words
    )
