"""How a payment provider describes itself: what every vendor says, and the currencies it is set up for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from atrium.providers.errors import NeverAgain
from atrium.providers.manifest import Manifest


@dataclass(frozen=True, slots=True)
class PspManifest(Manifest):
    currencies: frozenset[str]

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
