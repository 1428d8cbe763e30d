"""The buttons above a list's selection, in the reader's language; each member gets those that the role allows."""

from django.utils.translation import gettext_lazy as _

from portals.shared.listing.screen import Action
from tenants.jobs import registry
from tenants.jobs.services.exporting import permission_of

LABELS = {
    "reassign": _("Give to a colleague"),
    "pool": _("Send to a pool"),
    "desk": _("Change the desk"),
    "tag": _("Add a tag"),
    "untag": _("Remove a tag"),
    "task": _("Create a task for each"),
}
VERBS = {
    "reassign": _("Reassign"),
    "pool": _("Send to the pool:"),
    "desk": _("Change the desk of"),
    "tag": _("Tag"),
    "untag": _("Untag"),
    "task": _("Create tasks for"),
}


def actions_on(list_code: str) -> tuple[Action, ...]:
    known = registry.actions_of(list_code)
    return (
        *(
            Action(LABELS[code], f"bulk_{list_code}_{code}", action.permission, action.icon)
            for code, action in known.items()
        ),
        Action(_("Export"), f"bulk_{list_code}_export", permission_of(list_code), "download"),
    )
