"""The catalogue of permissions in the reader's language."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.staff.permissions import Permission, label_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

GROUP_WORDS: Final[dict[str, "_StrPromise"]] = {
    "Leads": _("Leads"),
    "Clients": _("Clients"),
    "Work": _("Work"),
    "Compliance": _("Compliance"),
    "Trading": _("Trading"),
    "Finance": _("Finance"),
    "Approvals": _("Approvals"),
    "Partners": _("Partners"),
    "Reports": _("Reports"),
    "Audit": _("Audit"),
    "Settings": _("Settings"),
    "Brokers": _("Brokers"),
}
SCOPE_WORDS: Final[dict[str, "_StrPromise"]] = {
    "all": _("Everything"),
    "desk": _("Their desk and the desks below it"),
    "own": _("What is assigned to them"),
    "participating": _("What they take part in"),
    "unassigned": _("What is assigned to nobody, at their desk or at none"),
}
FIELD_WORDS: Final[dict[str, "_StrPromise"]] = {
    "email": _("E-mail addresses"),
    "phone": _("Phone numbers"),
    "country": _("Countries"),
    "birth_date": _("Birth dates"),
    "address": _("Addresses"),
    "document": _("Document numbers"),
    "balance": _("Balances and amounts of clients"),
}
MASK_WORDS: Final[dict[str, "_StrPromise"]] = {"partly": _("partly"), "hidden": _("hidden")}


def of_permission(permission: Permission) -> str:
    return gettext(permission.label)


def of_code(code: str) -> str:
    return gettext("Every permission, now and later") if code == "*" else gettext(label_of(code))
