"""The routes as the URL confs have them: name, address, view, and what the view's decorators say."""

import re
import types
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver

from tests.permissions.matrix import CONSOLE

_VARIABLE = re.compile(r"<(?:(\w+):)?(\w+)>")
# What stands under other doors: allauth's pages, and the API, which has a matrix of its own.
ELSEWHERE = ("account/", "api/")


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    view: Any

    @property
    def variables(self) -> dict[str, str]:
        return {name: kind or "str" for kind, name in _VARIABLE.findall(self.pattern)}

    def filled(self, ids: Mapping[str, object] | None = None) -> str:
        """With ids by variable's name, and what nobody has for the others."""
        known, kinds = ids or {}, self.variables
        return "/" + _VARIABLE.sub(
            lambda found: str(known.get(found[2], _absent(kinds[found[2]]))), self.pattern
        )


def console() -> list[Route]:
    return [route for route in _routes("staff") if not route.pattern.startswith(ELSEWHERE)]


def known() -> list[Route]:
    """Those that have a row; that all have one is a test of its own."""
    return [route for route in console() if route.name in CONSOLE]


def api() -> list[Route]:
    found = [route for route in _routes("api") if route.name.startswith("api-")]
    return [route for route in found if route.name != "api-nothing"]


def methods_of(view: Any) -> set[str]:
    """As require_http_methods and its kin say; HEAD goes with GET."""
    return {
        word
        for value in _closed_over(view)
        if isinstance(value, list) and value and all(isinstance(one, str) and one.isupper() for one in value)
        for word in value
    } - {"HEAD"}


def asks_of(view: Any) -> str:
    """The permission that `permitted` was given; "member" under `any_member`; else "anybody"."""
    for value in _closed_over(view):
        if isinstance(value, types.FunctionType) and value.__name__ == "_member":
            return "member"
        if isinstance(value, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", value):
            return value
    return "anybody"


def _closed_over(view: Any, depth: int = 0) -> Iterator[Any]:
    for cell in getattr(view, "__closure__", None) or ():
        value = cell.cell_contents
        yield value
        if isinstance(value, types.FunctionType) and depth < 8:
            yield from _closed_over(value, depth + 1)


def _routes(surface: str) -> list[Route]:
    return list(_walk(import_module(settings.SURFACE_URLCONFS[surface]).urlpatterns, ""))


def _walk(patterns: Sequence[Any], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield Route(pattern.name or path, path, pattern.callback)


def _absent(kind: str) -> str:
    return {"uuid": str(uuid.UUID(int=7)), "int": "987654321"}.get(kind, "nothing")
