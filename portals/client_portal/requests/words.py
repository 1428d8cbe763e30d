"""A client's request in a client's words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenants.approvals.kinds import kind_of
from tenants.approvals.models import Approval


@dataclass(frozen=True, slots=True)
class Shown:
    tone: str
    word: str
    note: str = ""


def words_of(request: Approval) -> str:
    facts: dict[str, str] = request.facts
    if request.kind == "leverage":
        return str(_("Leverage 1:%(leverage)s for account %(account)s") % facts)
    if request.kind == "open_account":
        return str(_("Open %(product)s") % facts)
    if request.kind == "transfer":
        return str(_("Transfer, account %(account)s") % facts)
    known = {
        "profile_change": _("Change of your details"),
        "become_ib": _("Become a partner"),
        "kyc": _("Verification"),
        "deposit": _("Deposit"),
    }
    return known.get(request.kind, _(kind_of(request.kind).label))


def state_of(request: Approval) -> Shown:
    """Approved is not yet done: the platform may say no, and then it is said here."""
    state = Approval.State(request.state)
    if state == Approval.State.PENDING:
        return Shown("wait", _("A person looks at it"))
    if state == Approval.State.REFUSED:
        decision = request.decision
        return Shown("bad", _("Not approved"), decision.note if decision else "")
    if state == Approval.State.WITHDRAWN:
        return Shown("none", _("Cancelled"))
    if request.applied is None:
        return Shown("busy", _("Approved, being carried out"))
    return Shown("good", _("Done")) if request.applied else Shown("bad", _("Not possible"), request.result)
