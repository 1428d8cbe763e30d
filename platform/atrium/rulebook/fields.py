"""What can be asked about."""

from dataclasses import dataclass

TYPES = ("text", "number", "money", "date", "datetime", "choice", "bool", "tags")


@dataclass(frozen=True)
class Field:
    """`choices` are (code, label) pairs; a choice field without any takes every word. Money is a Decimal in major units."""

    code: str
    label: str
    type: str
    choices: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ValueError(f"A field's type is one of {', '.join(TYPES)}, not {self.type}")

    def named(self, value: str) -> str:
        return dict(self.choices).get(value, value)
