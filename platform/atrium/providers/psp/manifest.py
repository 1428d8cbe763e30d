"""How a payment provider describes itself: what every vendor says, and the currencies it is set up for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from atrium.providers.errors import NeverAgain
from atrium.providers.manifest import Manifest


@dataclass(frozen=True, slots=True)
class PspManifest(Manifest):
    currencies: frozenset[str]
    # What can be done only when more than the required fields are filled in: capability → names of those fields.
    needs: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_ready(self, capability: str, filled: Iterable[str]) -> bool:
        return capability in self.capabilities and self.needs.get(capability, frozenset()) <= set(filled)

    def check_complete(self, values: Mapping[str, str]) -> None:
        missing = self.missing(dict(values))
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
