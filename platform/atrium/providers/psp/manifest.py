"""How a provider describes itself; the settings form and its "what is still missing" hint are drawn from this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from atrium.providers.errors import NeverAgain


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    hint: str
    secret: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True)
class Manifest:
    code: str
    label: str
    capabilities: frozenset[str]
    currencies: frozenset[str]
    fields: tuple[Field, ...]

    def missing(self, values: Mapping[str, str]) -> list[str]:
        """Labels of required fields that have no value yet."""
        return [field.label for field in self.fields if field.required and not values.get(field.name)]

    def check_complete(self, values: Mapping[str, str]) -> None:
        missing = self.missing(values)
        if missing:
            raise NeverAgain(
                f"The connection to {self.label} is not complete yet, so nothing was sent. "
                f"Fill in: {', '.join(missing)}."
            )

    def check_currency(self, currency: str) -> None:
        if currency not in self.currencies:
            raise NeverAgain(
                f"{self.label} is not set up for {currency} here, so nothing was sent. "
                f"Use one of: {', '.join(sorted(self.currencies))}."
            )
