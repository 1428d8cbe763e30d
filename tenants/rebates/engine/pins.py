"""What one source read of others, written down when it was computed: with it the source is computed again alone, trace and all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Pins:
    """Of one source under one plan. Whatever is not in it is computed from the document."""

    plan: str
    tiers: dict[str, tuple[Decimal, ...]] = field(default_factory=dict)
    given: dict[str, Decimal] = field(default_factory=dict)
    """What the plan gave a party in the period before this source: `partner:7` → amount."""
    hedge: tuple[Decimal, list[Json]] | None = None
    """The lots left of the deal, and with what it was matched."""

    def __bool__(self) -> bool:
        return bool(self.tiers or self.given or self.hedge)

    def as_json(self) -> Json:
        document: Json = {}
        if self.tiers:
            document["tiers"] = {key: [str(value) for value in pair] for key, pair in self.tiers.items()}
        if self.given:
            document["given"] = {key: str(value) for key, value in self.given.items()}
        if self.hedge:
            document["hedge"] = {"left": str(self.hedge[0]), "matched": self.hedge[1]}
        return document

    @classmethod
    def of(cls, plan: str, document: Mapping[str, Any]) -> "Pins":
        hedge = document.get("hedge")
        return cls(
            plan,
            {key: tuple(map(Decimal, pair)) for key, pair in document.get("tiers", {}).items()},
            {key: Decimal(value) for key, value in document.get("given", {}).items()},
            (Decimal(hedge["left"]), hedge["matched"]) if hedge else None,
        )


def stretch_key(scope: str, partner: str, period: str) -> str:
    return f"stretch|{scope}|{partner}|{period}"


def value_key(metric: str, scope: str, partner: str, period: str, currency: str) -> str:
    return f"{metric}|{scope}|{partner}|{period}" + (f"|{currency}" if metric == "net_deposits" else "")
