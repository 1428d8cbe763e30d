"""Operators of the vendor console, by command: before the first one nobody can press a button."""

from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from atrium.kernel import tenancy
from atrium.kernel.errors import InvalidInput
from infra.migrating import ensure_vendor
from tenants.identity.models import User
from tenants.messaging.links import set_password_link
from tenants.staff.models import Member
from tenants.staff.services import add_member, invite_member

ROLE: Final = "Administrator"


def add_operator(*, email: str, name: str) -> str:
    """What was done, in a sentence, with the link where no mail can leave. An operator who is there is invited again."""
    try:
        validate_email(email.strip())
    except ValidationError:
        raise InvalidInput(f"“{email}” is no e-mail address. Nobody was added.", field="email") from None
    with tenancy.entered(ensure_vendor()), transaction.atomic():
        known = Member.objects.filter(
            user__realm=User.Realm.OPERATOR, user__email=email.strip().lower()
        ).first()
        member = known or add_member(email=email, name=name, role=ROLE, realm=User.Realm.OPERATOR)
        invite_member(member)
        done = f"{member} was an operator before" if known else f"{member} is an operator now"
        if settings.ENV.email_url:
            return f"{done}; a link to set a password is on its way to {member.user.email}."
        return f"{done}. No mail leaves here, so give them this link to set a password:\n{set_password_link(member.user)}"
