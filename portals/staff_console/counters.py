"""The little numbers beside the navigation, counted once a page."""

from tenants.approvals.selectors import waiting_count
from tenants.staff.models import Member
from tenants.work.selectors import overdue_count


def of(member: Member) -> dict[str, int]:
    """What waits for this colleague: by their own authority, and by what was handed to them."""
    approvals = waiting_count(member.user, member=member) if member.allows("approvals.view") else 0
    return {"approvals": approvals, "tasks": overdue_count(member.user)}
