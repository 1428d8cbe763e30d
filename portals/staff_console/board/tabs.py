"""The three ways to look at leads."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs_of(by: str) -> list[dict[str, Any]]:
    address = reverse("lead_board")
    names = {"": _("List"), "status": _("By status"), "manager": _("By manager")}
    return [
        {"label": label, "href": f"{address}?by={code}" if code else reverse("leads"), "current": code == by}
        for code, label in names.items()
    ]
