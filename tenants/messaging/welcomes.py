"""Mails with a link to set a password: a new one for a client, the first one for a partner."""

import uuid

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from atrium.kernel import tenancy
from tenants.ibs.models import Partner
from tenants.identity.models import User

from .links import home_of, set_password_link


def send_password_link(user: User) -> None:
    words = _words(user)
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("%(broker)s: set a new password") % words
        text = _(
            "Hello %(name)s,\n\n"
            "here you can set a new password:\n\n%(link)s\n\n"
            "The link is good for %(days)s days. Until you use it your old password works.\n"
        )
        EmailMessage(subject, text % words, to=[user.email]).send()


def welcome_partner(partner_id: uuid.UUID) -> None:
    """Told twice, it mails twice: both links work until one of them is used. Whoever has a password needs none."""
    partner = Partner.objects.select_related("user").filter(id=partner_id).first()
    if partner is None or partner.user.has_usable_password():
        return
    words = {**_words(partner.user), "code": partner.code}
    with translation.override(partner.user.language or settings.LANGUAGE_CODE):
        subject = _("%(broker)s: you are our partner") % words
        text = _(
            "Hello %(name)s,\n\n"
            "welcome as a partner of %(broker)s. Your code is %(code)s. Set your password here:\n\n%(link)s\n\n"
            "The link is good for %(days)s days. After that, ask for a new one with “Forgot your password?” at %(home)s.\n"
        )
        EmailMessage(subject, text % words, to=[partner.user.email]).send()


def _words(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "broker": tenancy.require().name,
        "link": set_password_link(user),
        "home": home_of(user),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
