"""The four pages of the rules about leads."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portals.staff_console.lead_rules.hints import missing


def frame(current: str) -> dict[str, Any]:
    names = {
        "settings_assignment": _("Assignment"),
        "settings_protection": _("Protection and status"),
        "settings_scoring": _("Scoring"),
        "settings_sources": _("Sources"),
    }
    tabs = [
        {"label": label, "href": reverse(name), "current": name == current} for name, label in names.items()
    ]
    return {"tabs": tabs, "hints": missing()}
