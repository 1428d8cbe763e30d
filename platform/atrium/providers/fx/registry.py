"""The one list of sources of exchange rates: code → dotted name, imported when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from atrium.providers.errors import NeverAgain
from atrium.providers.fx.contract import RateSource

SOURCES: Mapping[str, str] = {
    "ecb": "atrium.providers.fx.ecb.adapter:EcbRates",
    "fake": "atrium.providers.fx.fake.adapter:FakeRates",
}


def open_source(code: str) -> RateSource:
    if code not in SOURCES:
        raise NeverAgain(f"There is no source of rates “{code}”. Known: {', '.join(sorted(SOURCES))}.")
    module, _, name = SOURCES[code].partition(":")
    return cast(RateSource, getattr(import_module(module), name)())
