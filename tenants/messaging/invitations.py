"""The first mail a colleague gets: who invited them, where they log in, and a link to set a password."""

import uuid

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from atrium.brokers.selectors import address_of
from atrium.kernel import tenancy
from tenants.identity.models import User
from tenants.staff.models import Member

_SURFACE = {User.Realm.STAFF: "staff", User.Realm.OPERATOR: "vendor"}


def send(member_id: uuid.UUID) -> None:
    """Told twice, it mails twice: both links work until one of them is used. Whoever has a password needs none."""
    member = Member.objects.select_related("user", "role").filter(id=member_id).first()
    if member is None or member.user.has_usable_password():
        return
    with translation.override(member.user.language or settings.LANGUAGE_CODE):
        EmailMessage(_subject(), _text(member), to=[member.user.email]).send()


def set_password_link(user: User) -> str:
    surface = _SURFACE[User.Realm(user.realm)]
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse(
        "account_reset_password_from_key",
        urlconf=settings.SURFACE_URLCONFS[surface],
        kwargs=dict(zip(("uidb36", "key"), key.split("-", 1), strict=True)),
    )
    return address_of(tenancy.require(), surface) + path


def _subject() -> str:
    return _("%(broker)s: you are invited") % {"broker": tenancy.require().name}


def _text(member: Member) -> str:
    words = {
        "name": member.user.name,
        "broker": tenancy.require().name,
        "role": member.roles_label,
        "link": set_password_link(member.user),
        "home": address_of(tenancy.require(), _SURFACE[User.Realm(member.user.realm)]),
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
