"""The first mail a colleague gets: who invited them, where they log in, and a link to set a password."""

import uuid

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from atrium.kernel import tenancy
from tenants.staff.models import Member

from .links import home_of, set_password_link


def send(member_id: uuid.UUID) -> None:
    """Told twice, it mails twice: both links work until one of them is used. Whoever has a password needs none."""
    member = Member.objects.select_related("user").filter(id=member_id).first()
    if member is None or member.user.has_usable_password():
        return
    with translation.override(member.user.language or settings.LANGUAGE_CODE):
        EmailMessage(_subject(), _text(member), to=[member.user.email]).send()


def _subject() -> str:
    return _("%(broker)s: you are invited") % {"broker": tenancy.require().name}


def _text(member: Member) -> str:
    words = {
        "name": member.user.name,
        "broker": tenancy.require().name,
        "role": member.roles_label,
        "link": set_password_link(member.user),
        "home": home_of(member.user),
        "email": member.user.email,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    return (
        _(
            "Hello %(name)s,\n\n"
            "you are invited to %(broker)s as %(role)s. Set your password here:\n\n%(link)s\n\n"
            "The link is good for %(days)s days. After that, ask for a new one with “Forgot your password?” at %(home)s.\n"
            "You log in there with %(email)s.\n"
        )
        % words
    )
