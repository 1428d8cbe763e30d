"""The one list of trading platforms: code → dotted names, imported when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from atrium.providers.errors import NeverAgain
from atrium.providers.manifest import Manifest
from atrium.providers.trading.contract import TradingAdapter

# code: (adapter class, manifest)
VENDORS: Mapping[str, tuple[str, str]] = {
    "mt5": (
        "atrium.providers.trading.mt5.adapter:Mt5Adapter",
        "atrium.providers.trading.mt5.manifest:MANIFEST",
    ),
    "fake": (
        "atrium.providers.trading.fake.adapter:FakeAdapter",
        "atrium.providers.trading.fake.manifest:MANIFEST",
    ),
}


def open_adapter(code: str, credentials: Mapping[str, str]) -> TradingAdapter:
    """An adapter built with one broker's credentials. It connects when it is first used."""
    adapter = _load(_vendor(code)[0])
    return cast(TradingAdapter, adapter.from_credentials(credentials))  # type: ignore[attr-defined]


def manifest(code: str) -> Manifest:
    return cast(Manifest, _load(_vendor(code)[1]))


def _vendor(code: str) -> tuple[str, str]:
    try:
        return VENDORS[code]
    except KeyError:
        raise NeverAgain(
            f"There is no trading platform “{code}”. Known: {', '.join(sorted(VENDORS))}."
        ) from None


def _load(dotted: str) -> object:
    module, _, name = dotted.partition(":")
    return getattr(import_module(module), name)
