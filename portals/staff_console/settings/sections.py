"""What there is to set, one line a section: its words, its page, and the permission that its page asks for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from tenants.staff.models import Member

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Section:
    title: "_StrPromise"
    words: "_StrPromise"
    action: "_StrPromise"
    url: str
    icon: str
    permission: str


SECTIONS: Final = (
    Section(
        _("Staff"),
        _("Who works here, in which roles, from when to when"),
        _("See staff"),
        "settings_staff",
        "users-group",
        "settings.staff",
    ),
    Section(
        _("Roles"),
        _("What a role may open, do and see, and up to which amount"),
        _("See the roles"),
        "settings_roles",
        "id-badge-2",
        "settings.roles",
    ),
    Section(
        _("Desks"),
        _("The tree of teams, whom they serve and who leads them"),
        _("See the desks"),
        "settings_desks",
        "sitemap",
        "settings.desks",
    ),
    Section(
        _("Rules about leads"),
        _("Who gets a lead, how long it is theirs, what it is worth, where it comes from"),
        _("See the rules"),
        "settings_assignment",
        "route",
        "settings.leads",
    ),
    Section(
        _("Approval rules"),
        _("Who decides which request, in which steps, by when"),
        _("See the rules"),
        "approval_rules",
        "checklist",
        "settings.approvals",
    ),
    Section(
        _("Payment methods"),
        _("What clients may pay with, what it costs, and through whom it goes"),
        _("See the methods"),
        "payment_methods",
        "credit-card",
        "settings.payments",
    ),
    Section(
        _("Tags"),
        _("The words that people are marked with"),
        _("See the tags"),
        "settings_tags",
        "tags",
        "tags.manage",
    ),
    Section(
        _("Balance signals"),
        _("Below which equity an account raises an alarm"),
        _("See the lines"),
        "settings_signals",
        "alert-triangle",
        "trading.manage",
    ),
    Section(
        _("Brand"),
        _("Colours, corners, fonts and the name on every page"),
        _("Change the brand"),
        "settings_brand",
        "palette",
        "settings.brand",
    ),
)


def for_member(member: Member) -> list[Section]:
    return [section for section in SECTIONS if member.allows(section.permission)]
