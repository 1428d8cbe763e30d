"""What Ctrl+K can do besides going somewhere: each only for those who may."""

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.staff.models import Member


@dataclass(frozen=True, slots=True)
class Action:
    """`query` is added to the address of `url`."""

    label: str | Promise
    url: str
    icon: str
    permission: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    label: str
    href: str
    icon: str


ACTIONS: Final = (
    Action(_("Add a lead"), "lead_new", "user-plus", "leads.edit"),
    Action(_("Take a lead from the pool"), "lead_pool", "hand-stop", "leads.take"),
    Action(_("Register a client in person"), "client_register", "user-check", "clients.register"),
    Action(_("Import leads"), "import_new", "file-import", "leads.import"),
    Action(_("Merge duplicates"), "lead_duplicates", "arrows-join", "leads.merge"),
    Action(_("Hand a colleague’s clients over"), "handovers", "arrows-exchange", "clients.hand_over"),
    Action(_("New task"), "task_new", "checklist"),
    Action(_("Export leads"), "export_leads", "download", "leads.export"),
    Action(_("Export clients"), "export_clients", "download", "clients.export"),
    Action(_("Leads by status, as a board"), "lead_board", "layout-board", "leads.view", "?by=status"),
    Action(_("Leads by manager, as a board"), "lead_board", "layout-board", "leads.view", "?by=manager"),
    Action(_("Views and segments"), "segments", "list"),
    Action(_("Invite a colleague"), "settings_staff", "user-cog", "settings.staff"),
)


def offered_to(member: Member) -> list[Offered]:
    found = []
    for action in ACTIONS:
        if action.permission and not member.allows(action.permission):
            continue
        try:
            found.append(Offered(str(action.label), reverse(action.url) + action.query, action.icon))
        except NoReverseMatch:
            continue
    return found
