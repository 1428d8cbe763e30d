"""What an import speaks."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

DUPLICATES: Final = ("skip", "complete", "create")
ASSIGNMENTS: Final = ("rules", "pool", "member")
DATE_ORDERS: Final = ("day", "month")


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every row. `match`: which of email, phone, name make a row a duplicate."""

    default_country: str = ""
    language: str = ""
    source: str = "import"
    campaign: str = ""
    assignment: str = "rules"
    member_id: str = ""
    duplicates: str = "skip"
    match: tuple[str, ...] = ("email", "phone")
    dates: str = "day"

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Settings":
        known = {name: value for name, value in stored.items() if name in cls.__slots__}
        return cls(**{**known, "match": tuple(known.get("match", ("email", "phone")))})


@dataclass(slots=True)
class Person:
    """One row, read: values as they will be stored, or why they cannot be."""

    line: int
    name: str = ""
    email: str = ""
    phone: str = ""
    country: str = ""
    language: str = ""
    source: str = ""
    campaign: str = ""
    referral_code: str = ""
    birth_date: date | None = None
    national_id: str = ""
    address: str = ""
    manager: str = ""
    folded: str = ""
    problems: list[str] = field(default_factory=list)

    def keys(self, match: tuple[str, ...]) -> list[str]:
        """What duplicates are found by, strongest first."""
        found = (("email", self.email), ("phone", self.phone), ("name", self.folded))
        return [f"{kind}:{value}" for kind, value in found if value and kind in match]

    def written(self) -> list[Any]:
        """As the check keeps it beside the row, in the order of the fields."""
        day = self.birth_date.isoformat() if self.birth_date else None
        return [
            self.line, self.name, self.email, self.phone, self.country, self.language, self.source, self.campaign,
            self.referral_code, day, self.national_id, self.address, self.manager, self.folded, self.problems,
        ]  # fmt: skip

    @classmethod
    def of(cls, written: list[Any]) -> "Person":
        person = cls(*written)
        if written[_BIRTH_DATE]:
            person.birth_date = date.fromisoformat(written[_BIRTH_DATE])
        return person


_BIRTH_DATE: Final = 9


@dataclass(frozen=True, slots=True)
class Twin:
    """Somebody who is there already. `hidden`: not the importer's to see."""

    lead_id: uuid.UUID
    number: int
    name: str
    by: str
    hidden: bool
