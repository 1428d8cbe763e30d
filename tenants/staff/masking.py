"""How a value looks to somebody who may see it partly, or not at all. Values in, values out."""

from typing import Final

HIDDEN: Final = "•••••"
_DOTS: Final = "•••"


def shown(value: object, how: str, field: str) -> str:
    """`how` is what `Authority.mask(field)` says. Nothing stays nothing; no length is told."""
    text = "" if value is None else str(value)
    if not text or not how:
        return text
    return HIDDEN if how == "hidden" else _partly(text, field)


def _partly(text: str, field: str) -> str:
    if field == "email":
        name, _, domain = text.partition("@")
        host, _, top = domain.rpartition(".")
        return f"{name[:1]}{_DOTS}@{host[:1]}{_DOTS}.{top}"
    if field in {"phone", "document"}:
        return f"{_DOTS}{text[-2:]}" if len(text) > 4 else HIDDEN
    if field == "birth_date":
        return f"{text[:4]}-••-••"
    return HIDDEN if field == "balance" else f"{text[:1]}{_DOTS}"
