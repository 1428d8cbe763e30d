"""The little numbers beside the navigation, counted once a page."""

from tenants.approvals.selectors import queue_for
from tenants.staff.models import Member


def of(member: Member) -> dict[str, int]:
    return {"approvals": queue_for(member.user).count()}
