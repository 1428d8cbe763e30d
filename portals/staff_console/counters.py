"""The little numbers beside the navigation, counted once a page."""

from tenants.approvals.selectors import waiting_for
from tenants.staff.models import Member


def of(member: Member) -> dict[str, int]:
    """What waits for this colleague: by their own authority, and by what was handed to them."""
    return {"approvals": waiting_for(member.user).count() if member.allows("approvals.view") else 0}
