"""The kinds of news a person may receive, and how each comes to them until they choose otherwise."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OFF, ONCE, HOURLY, DAILY = "off", "once", "hourly", "daily"
CADENCES: Final = (OFF, ONCE, HOURLY, DAILY)


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    label: str | Promise
    help: str | Promise
    icon: str
    mail: str = OFF
    bell: bool = True


CATALOGUE: Final = (
    Kind("mention", _("Mentions"), _("Somebody wrote @you in a note"), "at", mail=ONCE),
    Kind(
        "task",
        _("Tasks and reminders"),
        _("Given to you, due now, or done by somebody else"),
        "checkbox",
        mail=HOURLY,
    ),
    Kind("lead", _("Leads"), _("Assigned to you, soon reclaimed, handed over"), "user-search", mail=DAILY),
    Kind("client", _("Clients"), _("First deposit, failed deposit, profile changes"), "users", mail=DAILY),
    Kind(
        "balance",
        _("Balance signals"),
        _("Equity critically low, margin call"),
        "alert-triangle",
        mail=HOURLY,
    ),
    Kind("approval", _("Approvals"), _("Waiting for you, late, decided"), "checklist", mail=HOURLY),
    Kind("kyc", _("KYC"), _("Checks to review, documents that expire"), "id-badge-2", mail=DAILY),
    Kind("payout", _("Payouts"), _("Asked for, paid, failed"), "arrow-up-right", mail=DAILY),
    Kind("finance", _("Finance"), _("Differences that a reconciliation found"), "scale", mail=DAILY),
    Kind(
        "abuse",
        _("Held rebates"),
        _("Held, released, or what you objected to"),
        "shield-exclamation",
        mail=ONCE,
    ),
    Kind("job", _("Long work"), _("An import, export or bulk action ended"), "progress-check"),
    Kind("security", _("Security"), _("Roles, log-ins, impersonation"), "shield-lock", mail=ONCE),
    Kind("other", _("Everything else"), _("What has no kind of its own"), "bell"),
)
_BY_CODE: Final = {kind.code: kind for kind in CATALOGUE}


def kind_of(code: str) -> Kind:
    """“lead.reclaim” is of kind lead: rooms name their news as finely as they like, people choose by kind."""
    return _BY_CODE.get(code.partition(".")[0], _BY_CODE["other"])
