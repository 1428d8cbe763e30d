"""Where a client stands: verified, being checked, refused with a reason, or nothing sent yet."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from tenants.clients.models import Client
from tenants.kyc.models import Check
from tenants.kyc.selectors import checks_of, policy

DOCUMENT_WORDS: Final = {
    Check.Document.PASSPORT.value: _("Passport"),
    Check.Document.ID_CARD.value: _("Identity card"),
    Check.Document.LICENCE.value: _("Driving licence"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`state` is verified, pending, refused or nothing; `last` is the newest check, if there is one."""

    state: str
    level: int
    live_needs: int
    deposit_needs: int
    last: Check | None = None

    @property
    def is_verified(self) -> bool:
        return self.state == "verified"

    @property
    def may_send(self) -> bool:
        return self.state in {"nothing", "refused"}

    @property
    def document_word(self) -> str:
        return str(DOCUMENT_WORDS.get(self.last.document, "")) if self.last else ""

    @property
    def lacks(self) -> bool:
        """Something that this broker offers is closed until the next level is reached."""
        return self.level < max(self.live_needs, self.deposit_needs)


def standing_of(client: Client) -> Standing:
    asked = policy()
    checks = checks_of(client)
    last = checks[0] if checks else None
    return Standing(
        _state(client, last), client.kyc_level, asked.live_requires_level, asked.deposit_requires_level, last
    )


def _state(client: Client, last: Check | None) -> str:
    if last is not None and last.state == Check.State.PENDING:
        return "pending"
    if client.kyc_level > 0:
        return "verified"
    return "refused" if last is not None else "nothing"
