"""Links to set a password, for people of every realm."""

from typing import Final

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from atrium.brokers.selectors import address_of
from atrium.kernel import tenancy
from tenants.identity.models import User

SURFACE: Final = {
    User.Realm.STAFF: "staff",
    User.Realm.OPERATOR: "vendor",
    User.Realm.CLIENT: "client",
    User.Realm.PARTNER: "ib",
}


def home_of(user: User) -> str:
    return address_of(tenancy.require(), SURFACE[User.Realm(user.realm)])


def set_password_link(user: User) -> str:
    """Good for one use and for a few days; it ends when the password changes."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse(
        "account_reset_password_from_key",
        urlconf=settings.SURFACE_URLCONFS[SURFACE[User.Realm(user.realm)]],
        kwargs=dict(zip(("uidb36", "key"), key.split("-", 1), strict=True)),
    )
    return home_of(user) + path
