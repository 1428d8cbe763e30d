"""The rows of one import as people, and the colleagues whom they name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tenants.leads import selectors as leads
from tenants.leads.rules import names, phones
from tenants.staff.models import Member
from tenants.staff.selectors import members_with_authority

from ..engine import people
from ..models import Import
from ..types import Person, Settings

Row = tuple[int, list[str]]
_BLANKS: Final = re.compile(r"[\s().-]")


@dataclass(frozen=True, slots=True)
class Reader:
    mapping: Mapping[int, str]
    settings: Settings
    width: int
    default_country: str
    managers: Mapping[str, UUID]

    @classmethod
    def of(cls, one: Import) -> "Reader":
        mapping = {int(column): code for column, code in one.mapping.items()}
        settings = Settings.of(one.settings)
        country = settings.default_country or leads.policy().default_country
        managers = _managers() if "manager" in mapping.values() else {}
        return cls(mapping, settings, len(one.headings), country, managers)

    def read(self, rows: Sequence[Row]) -> list[Person]:
        return [self._one(line, cells) for line, cells in rows]

    def manager_of(self, person: Person) -> UUID | None:
        return self.managers.get(person.manager.casefold())

    def find_manager(self, person: Person) -> None:
        """Asked again when the row is brought in: who saw leads at the check may have left."""
        if person.manager and self.manager_of(person) is None:
            person.problems.append(
                f"There is no colleague “{person.manager[:60]}” who sees leads. Write name or e-mail."
            )

    def _one(self, line: int, cells: list[str]) -> Person:
        person = people.read(
            line,
            cells,
            self.mapping,
            self.settings,
            width=self.width,
            read_phone=self._phone,
            fold=names.folded,
        )
        self.find_manager(person)
        return person

    def _phone(self, text: str, country: str) -> tuple[str, str] | None:
        # Written without blanks it is one word with what is stored, and is not read a second time there.
        compact = _BLANKS.sub("", text) if text.startswith("+") else text
        read = phones.read(compact, country or self.default_country)
        return (read.e164, read.country) if read else None


def _managers() -> dict[str, UUID]:
    """By e-mail and by name; a name that two colleagues have is nobody's."""
    able = [member for member in members_with_authority() if member.allows("leads.view")]
    by_name: dict[str, list[Member]] = {}
    for member in able:
        by_name.setdefault(member.user.name.casefold(), []).append(member)
    found = {name: held[0].id for name, held in by_name.items() if len(held) == 1}
    return found | {member.user.email.casefold(): member.id for member in able}
