"""The little numbers around every page of the console, asked once."""

from collections.abc import Mapping
from typing import Any, Final

from atrium.kernel.counting import counted
from tenants.approvals.selectors import anything_waits, waiting_count
from tenants.jobs.selectors import running
from tenants.notifications.selectors import unread
from tenants.staff.models import Member
from tenants.work.selectors import overdue

IN_NAVIGATION: Final = ("approvals", "tasks")


def of(member: Member) -> dict[str, int]:
    """What waits for this colleague: by their own authority, and by what was handed to them."""
    asked = {"tasks": overdue(member.user), "work": running(member.user), "news": unread(member.user)}
    if member.allows("approvals.view"):
        asked["approvals"] = anything_waits()
    found = {"approvals": 0} | counted(asked)
    if found["approvals"]:
        found["approvals"] = waiting_count(member.user, member=member)
    return found


def of_navigation(counts: Mapping[str, int]) -> dict[str, int]:
    """Those beside its links; the rail is drawn anew only when one of them is another."""
    return {name: counts[name] for name in IN_NAVIGATION}


def count_of(context: Mapping[str, Any], name: str) -> int:
    """For a template of a page of the console (`access`)."""
    count: int = context["request"].counts[name]
    return count
