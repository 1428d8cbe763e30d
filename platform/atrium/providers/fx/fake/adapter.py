"""A source with a made-up market, for tests: what it knows by itself, and what its feed says or refuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from atrium.providers.errors import ProviderError
from atrium.providers.fx.contract import Fixing


class FakeRates:
    code = "fake"

    def __init__(
        self, known: Sequence[Fixing] = (), feed: Sequence[Fixing] = (), refusal: ProviderError | None = None
    ) -> None:
        self._known, self._feed, self._refusal = known, feed, refusal

    def history(self, since: date) -> Iterator[Fixing]:
        return iter(sorted((each for each in self._known if each.day >= since), key=lambda each: each.day))

    def newest(self) -> tuple[Fixing, ...]:
        if self._refusal is not None:
            raise self._refusal
        return tuple(self._feed)
