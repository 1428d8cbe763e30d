"""What somebody in this role sees: the menus, whose rows, an invented person as masked, the buttons."""

import uuid
from dataclasses import dataclass
from typing import Any, Final

from portals.shared.nav import items_of
from portals.staff_console.settings.roles.words import FIELD_WORDS, SCOPE_WORDS, of_code
from tenants.staff.authority import Authority, Grant
from tenants.staff.masking import shown
from tenants.staff.permissions import ALL, SCOPES
from tenants.staff.rules import Content

SAMPLE: Final = {
    "email": "nora.lind@example.com",
    "phone": "+35799123456",
    "country": "CY",
    "birth_date": "1990-04-17",
    "address": "12 Harbour Street, Limassol",
    "document": "K00123456",
    "balance": "12,345.50",
}


@dataclass(frozen=True, slots=True)
class Shown:
    label: str
    value: str


def of(content: Content) -> dict[str, Any]:
    as_member = Authority(
        uuid.UUID(int=0),
        (Grant("", content.permissions, content.scopes, masks=content.masks, limits=content.limits),),
    )
    opened = [code for code in ALL if as_member.allows(code)]
    return {
        "menus": [
            item for item in items_of("staff") if not item.permission or as_member.allows(item.permission)
        ],
        "scopes": [SCOPE_WORDS[code] for code in SCOPES if code in content.scopes],
        "person": [
            Shown(str(FIELD_WORDS[name]), shown(value, as_member.mask(name), name))
            for name, value in SAMPLE.items()
        ],
        "buttons": [of_code(code) for code in opened if ".view" not in code],
        "nothing": not opened,
    }
