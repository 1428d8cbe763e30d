"""The second factor on a page that moves money: what is asked for, and what was shown."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth as passkeys
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from tenants.identity.models import User
from tenants.payments.services.factors import has_passkey
from tenants.payments.types import SecondFactor


def question(user: User, method: str) -> dict[str, Any]:
    """For the fragment `shared/destinations/factor.html`. A passkey is offered beside an authenticator: either will do."""
    by_passkey = bool(method) and has_passkey(user)
    return {
        "method": method,
        "by_code": method in ("totp", "email"),
        "by_passkey": by_passkey,
        "asked": json.dumps(passkeys.begin_authentication(user)) if by_passkey else "",
    }


def given_factor(request: HttpRequest, user: User) -> SecondFactor:
    """The code that was typed, or the passkey that the browser has just asked for."""
    answer = request.POST.get("credential", "")
    if not answer:
        return SecondFactor(code=request.POST.get("code", "")[:32])
    try:
        return SecondFactor(passkey_id=passkeys.complete_authentication(user, json.loads(answer)).pk)
    except (ValidationError, ValueError, KeyError, TypeError):
        return SecondFactor()
