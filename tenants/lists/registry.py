"""Which lists there are. Their rooms are above this one: they are named in `infra/lists.py` and found when first asked for."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.module_loading import import_string

from atrium.kernel.errors import NotFound

from .types import ListDefinition

_names: Mapping[str, str] = MappingProxyType({})
_found: dict[str, ListDefinition] = {}


def install(names: Mapping[str, str]) -> None:
    global _names  # noqa: PLW0603 - one table for the process, set once at start-up
    _names = MappingProxyType(dict(names))
    _found.clear()


def codes() -> tuple[str, ...]:
    return tuple(_names)


def definition_of(code: str) -> ListDefinition:
    if code not in _names:
        raise NotFound("There is no such list.")
    if code not in _found:
        _found[code] = import_string(_names[code])
    return _found[code]
