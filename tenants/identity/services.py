"""Verbs on people who log in."""

import secrets
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import is_password_usable
from django.db import IntegrityError, transaction

from atrium.kernel.errors import Conflict, InvalidInput
from tenants.outbox.services import announce

from .models import Person, User, login_name, normalise_email


@transaction.atomic
def create_user(
    *,
    realm: str,
    email: str,
    name: str,
    password: str = "",
    password_hash: str = "",
    verified: bool = False,
    language: str = "",
    person: Person | None = None,
) -> User:
    """A person of one realm. Without a password they set one by the link they are sent."""
    if User.objects.filter(realm=realm, email=normalise_email(email)).exists():
        raise Conflict("Somebody with this e-mail is registered here already.", field="email")
    user = User(
        realm=realm, email=normalise_email(email), name=name.strip(), language=language, person=person
    )
    if password_hash and is_password_usable(password_hash):
        user.password = password_hash
    else:
        user.set_password(password or None)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Conflict("Somebody with this e-mail is registered here already.", field="email") from error
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)
    return user


def change_profile(
    *, user: User, name: str | None = None, language: str | None = None, time_zone: str | None = None
) -> None:
    """What people may say about themselves; what is not given stays."""
    if name is not None and len(name.strip()) < 2:
        raise InvalidInput("Please write your name as in your passport.", field="name")
    if language is not None and language not in dict(settings.LANGUAGES):
        raise InvalidInput("We do not speak that language yet.", field="language")
    if time_zone is not None and time_zone not in available_timezones():
        raise InvalidInput("There is no such time zone.", field="time_zone")
    given = {"name": name and name.strip(), "language": language, "time_zone": time_zone}
    changes = {field: value for field, value in given.items() if value is not None}
    for field, value in changes.items():
        setattr(user, field, value)
    user.save(update_fields=list(changes))


def choose_language(*, user: User, language: str) -> None:
    """What pages and mails speak to this person; empty: the broker's."""
    user.language = language
    user.save(update_fields=["language"])


@transaction.atomic
def change_email(*, user: User, email: str) -> None:
    """Staff change what somebody logs in by. The new address counts as unconfirmed until its owner confirms it."""
    new = normalise_email(email)
    if new == user.email:
        return
    if User.objects.filter(realm=user.realm, email=new).exclude(id=user.id).exists():
        raise Conflict("Somebody else is registered here with this e-mail address.", field="email")
    user.email, user.login = new, login_name(user.realm, new)
    user.save(update_fields=["email", "login"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=new, primary=True, verified=False)


def choose_password_for(user: User) -> str:
    """A password that somebody else is told, good for one log-in: the owner must choose an own one there."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return password


def choose_own_password(*, user: User, password: str) -> None:
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])


@transaction.atomic
def confirm_mailbox(user: User) -> None:
    """Whoever logs in with a password that was mailed has read that mail."""
    address = EmailAddress.objects.filter(user=user, email=user.email, verified=False)
    if address.update(verified=True):
        announce("email.confirmed", user_id=str(user.id))
