"""The second factor: that the person who asks for money is the one who logged in, for exactly this amount and place.

A client with an authenticator or a passkey uses that; one without gets a code by e-mail. A code is tried a few times only.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Refused
from tenants.identity.models import User

from ..models import Confirmation
from ..types import SecondFactor

_VALID: Final = timedelta(minutes=10)
_MOST_WRONG: Final = 5
_WRONG_TOGETHER: Final = 10
_MOST_MAILS: Final = 3
_MAILS_TOGETHER: Final = 8
_WINDOW: Final = timedelta(hours=1)
_WRONG: Final = (
    "This code is not right or not valid any more. Nothing was sent and nothing is lost; try the next one."
)
_LOCKED: Final = "Too many wrong codes. Nothing was sent; wait an hour or write to us."


def factor_of(user: User) -> str:
    """What this person is asked for: totp, passkey or email."""
    held = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in held:
        return "totp"
    return "passkey" if Authenticator.Type.WEBAUTHN in held else "email"


def has_passkey(user: User) -> bool:
    """One may be shown instead of a code, whatever else the person has."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists())


def ask_for_code(*, user: User, key: str, facts: Mapping[str, Any], what: str) -> str:
    """Opens the question for this page, and mails a code where the person has nothing better. The kind of factor asked for.

    `what` says in the mail what the code is for. Asked again with other facts, an older code is void.
    """
    method = factor_of(user)
    code = ""
    with transaction.atomic():
        row = _row(user, key, facts)
        if method == "email" and _may_mail(row):
            code = f"{secrets.randbelow(10**6):06d}"
            row.code_hash, row.sent, row.sent_at = _digest(row, code), row.sent + 1, clock.now()
            row.save()
    if code:
        _mail(user, code, what)
    return method


def confirm(*, user: User, key: str, facts: Mapping[str, Any], given: SecondFactor) -> None:
    """Raises Refused unless `given` is right for this page and these facts. A wrong one is counted even so."""
    with transaction.atomic():
        row = _row(user, key, facts)
        if row.confirmed_at is not None:
            return
        locked = row.wrong >= _MOST_WRONG or _wrong_lately(user) >= _WRONG_TOGETHER
        method = "" if locked else _right(user, row, given)
        if method:
            row.method, row.confirmed_at, row.code_hash = method, clock.now(), ""
        elif not locked:
            row.wrong += 1
        row.save()
    if locked:
        raise Refused(_LOCKED, field="code")
    if not method:
        raise Refused(_WRONG, field="code")


def _right(user: User, row: Confirmation, given: SecondFactor) -> str:
    """The method that it is right by, or nothing. Somebody with an authenticator cannot fall back to e-mail."""
    if given.passkey_id is not None:
        known = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN, id=given.passkey_id)
        return "passkey" if known.exists() else ""
    method = factor_of(user)
    code = given.code.strip().replace(" ", "")
    if method == "email":
        fresh = row.sent_at is not None and clock.now() - row.sent_at <= _VALID
        good = bool(row.code_hash) and hmac.compare_digest(row.code_hash, _digest(row, code))
        return "email" if fresh and good else ""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    for held in Authenticator.objects.filter(user=user, type__in=kinds):
        if held.wrap().validate_code(code):
            held.record_usage()
            return "totp" if held.type == Authenticator.Type.TOTP else "recovery"
    return ""


def _row(user: User, key: str, facts: Mapping[str, Any]) -> Confirmation:
    """Locked. A page that is used for other facts than before begins anew, but keeps its count of wrong codes."""
    wanted = _hash_of(facts)
    row, _ = Confirmation.objects.get_or_create(
        user_id=user.id, key=key, defaults={"facts_hash": wanted, "created_at": clock.now()}
    )
    row = Confirmation.objects.select_for_update().get(id=row.id)
    if row.facts_hash != wanted:
        row.facts_hash, row.code_hash, row.method, row.confirmed_at = wanted, "", "", None
        row.save()
    return row


def _may_mail(row: Confirmation) -> bool:
    since = clock.now() - _WINDOW
    rows = Confirmation.objects.filter(user_id=row.user_id, created_at__gte=since)
    together = sum(rows.values_list("sent", flat=True))
    return row.sent < _MOST_MAILS and together < _MAILS_TOGETHER


def _wrong_lately(user: User) -> int:
    since = clock.now() - _WINDOW
    return sum(
        Confirmation.objects.filter(user_id=user.id, created_at__gte=since).values_list("wrong", flat=True)
    )


def _hash_of(facts: Mapping[str, Any]) -> str:
    said = "|".join(f"{name}={facts[name]}" for name in sorted(facts))
    return hashlib.sha256(said.encode()).hexdigest()


def _digest(row: Confirmation, code: str) -> str:
    said = f"{tenancy.require().schema}|{row.id}|{row.facts_hash}|{code}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()


def _mail(user: User, code: str, what: str) -> None:
    words = {"broker": tenancy.require().name, "code": code, "what": what}
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = _("%(broker)s: your code") % words
        text = _(
            "Your code is %(code)s. It is valid for ten minutes and for this alone: %(what)s.\n\n"
            "If this was not you, give the code to nobody and write to us at once: somebody knows your password.\n"
        )
        EmailMessage(subject, text % words, to=[user.email]).send()
