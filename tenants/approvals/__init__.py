"""Four eyes: somebody asks, somebody else with the permission decides, and what is decided is what was asked."""

from typing import Final

PERSONAL_COLUMNS: Final = {
    "approvals_approval": ("client_id", ("title", "facts", "requested_as", "result")),
    "approvals_amendment": ("approval_id", ("before", "after")),
}
PERSON_LINKS: Final = {"approvals_approval": ("id", "client_id")}
