"""One vocabulary of status words and what their dot means, the same on every surface."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

GOOD, BUSY, WAIT, BAD, NONE = "good", "busy", "wait", "bad", "none"


@dataclass(frozen=True, slots=True)
class Status:
    tone: str
    word: str


_WORDS: Final = {
    # life of a lead and client
    "lead": (NONE, _("Lead")),
    "demo": (BUSY, _("Demo")),
    "live": (BUSY, _("Live")),
    "funded": (GOOD, _("Funded")),
    "active": (GOOD, _("Active")),
    "dormant": (WAIT, _("Dormant")),
    "closed": (NONE, _("Closed")),
    # money on its way
    "initiated": (NONE, _("Started")),
    "open": (BUSY, _("Open")),
    "settled": (GOOD, _("Settled")),
    "review": (WAIT, _("In review")),
    "failed": (BAD, _("Failed")),
    "requested": (WAIT, _("Waiting for approval")),
    "approved": (GOOD, _("Approved")),
    "sending": (BUSY, _("On its way")),
    "paid": (GOOD, _("Paid")),
    "rejected": (BAD, _("Rejected")),
    "partial": (WAIT, _("Paid in part")),
    "cancelled": (NONE, _("Cancelled")),
    "sent": (BUSY, _("On its way")),
    "void": (NONE, _("Taken back")),
    "made": (WAIT, _("Made, not sent yet")),
    "dropped": (NONE, _("Dropped")),
    "verified": (GOOD, _("Verified")),
    "returned": (WAIT, _("Returned")),
    "proposed": (WAIT, _("Waiting for approval")),
    "booked": (BUSY, _("Booked")),
    "asked": (WAIT, _("Waiting for approval")),
    "posted": (GOOD, _("Booked")),
    "matched": (GOOD, _("Matched")),
    "missing_here": (BAD, _("Missing here")),
    "missing_there": (BAD, _("Missing there")),
    "differs": (WAIT, _("Amount differs")),
    "running": (BUSY, _("Running")),
    "done": (GOOD, _("Done")),
    "partly": (WAIT, _("Done in part")),
    "moving": (BUSY, _("On its way")),
    "received": (BUSY, _("Received")),
    "ignored": (NONE, _("Of no concern")),
    "opened": (GOOD, _("Opened")),
    "declined": (BAD, _("Declined")),
    # operations on a trading server
    "new": (NONE, _("New")),
    "confirmed": (GOOD, _("Confirmed")),
    "unknown": (WAIT, _("Being checked")),
    "manual": (BAD, _("Needs a person")),
    # decisions
    "pending": (WAIT, _("Waiting")),
    "refused": (BAD, _("Refused")),
    "expired": (NONE, _("Expired")),
    # a colleague's leads and clients on their way to others
    "handover_running": (BUSY, _("Under way")),
    "handover_done": (GOOD, _("Done")),
    "handover_undoing": (BUSY, _("Being taken back")),
    "handover_undone": (NONE, _("Taken back")),
    # brokers, connections, plans
    "creating": (BUSY, _("Being created")),
    "suspended": (BAD, _("Suspended")),
    "sandbox": (NONE, _("Sandbox")),
    "draft": (NONE, _("Draft")),
    "published": (GOOD, _("Published")),
    "off": (NONE, _("Off")),
    "ok": (GOOD, _("Healthy")),
    "late": (WAIT, _("Late")),
    "down": (BAD, _("Down")),
    "due": (WAIT, _("Due")),
    "earned": (BUSY, _("Earned")),
    # the life of a rebate plan, recalculations, disputes
    "simulated": (BUSY, _("Tried on the past")),
    "shadow": (BUSY, _("In the shadow")),
    "superseded": (NONE, _("Superseded")),
    "computing": (BUSY, _("Computing")),
    "ready": (WAIT, _("Ready")),
    "posting": (BUSY, _("Being posted")),
    "upheld": (GOOD, _("Upheld")),
    "withdrawn": (NONE, _("Taken back")),
}


def status_of(code: object) -> Status:
    """A code we have no word for is shown as it is, with an empty dot."""
    tone, word = _WORDS.get(str(code), (NONE, str(code).replace("_", " ").capitalize()))
    return Status(tone, str(word))
