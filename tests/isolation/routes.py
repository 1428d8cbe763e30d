"""Every route of a surface, with its variables filled in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver
from django.urls.converters import IntConverter, UUIDConverter


@dataclass(frozen=True)
class Route:
    path: str  # with {name} for each variable
    variables: dict[str, str]  # name → "uuid", "int" or "text"

    def filled(self, key: Any) -> str:
        return self.path.format(**dict.fromkeys(self.variables, key))

    def takes(self, key: Any) -> bool:
        """Whether this kind of key can stand in all its variables."""
        kinds = {"uuid": str(key).count("-") == 4, "int": str(key).isdecimal(), "text": True}
        return all(kinds[kind] for kind in self.variables.values())


def routes(surface: str) -> list[Route]:
    module = import_module(settings.SURFACE_URLCONFS[surface])
    return list(_walk(module.urlpatterns, "/", {}))


def _walk(patterns: Sequence[Any], prefix: str, variables: dict[str, str]) -> Iterator[Route]:
    for pattern in patterns:
        path, found = _text(pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix + path, variables | found)
        elif isinstance(pattern, URLPattern):
            yield Route(prefix + path, variables | found)


def _text(pattern: Any) -> tuple[str, dict[str, str]]:
    route, found = str(pattern.pattern), {}
    for name, converter in pattern.pattern.converters.items():
        kind = {UUIDConverter: "uuid", IntConverter: "int"}.get(type(converter), "text")
        for written in (
            f"<uuid:{name}>",
            f"<int:{name}>",
            f"<str:{name}>",
            f"<slug:{name}>",
            f"<path:{name}>",
            f"<{name}>",
        ):
            route = route.replace(written, f"{{{name}}}")
        found[name] = kind
    if route.startswith("^"):  # allauth's few regular expressions
        import re

        for name in re.findall(r"\(\?P<(\w+)>", route):
            found[name] = "text"
        route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"{\1}", route).strip("^$").replace("\\Z", "")
    return route, found
