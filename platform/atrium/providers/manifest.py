"""How a vendor describes itself; the settings form and its "what is still missing" hint are drawn from this."""

from __future__ import annotations

from dataclasses import dataclass


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
    fields: tuple[Field, ...]

    def missing(self, values: dict[str, str]) -> list[str]:
        """Labels of required fields that have no value yet."""
        return [field.label for field in self.fields if field.required and not values.get(field.name)]
