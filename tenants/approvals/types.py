"""What this room speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from atrium.kernel.money import Money
from tenants.staff.models import Member


@dataclass(frozen=True, slots=True)
class Acting:
    """Whose authority decides: the member's own, or that of a colleague who handed it over."""

    member: Member
    behalf: Member | None = None

    @property
    def holder(self) -> Member:
        return self.behalf or self.member


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may do with a request now, for drawing the buttons; the verbs ask again."""

    may_approve: bool = False
    may_refuse: bool = False
    may_amend: bool = False
    may_withdraw: bool = False
    reason: str = ""  # why they may not approve
    behalf: str = ""  # “Felix”, when they would decide for him


@dataclass(frozen=True, slots=True)
class Approved:
    """What was approved in the end, after all amendments: what a room carries out."""

    facts: Mapping[str, Any]
    money: Money | None
