"""The table of kinds, and who is told of progress. Installed once at start-up, when every name is tried."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from atrium.kernel.errors import NotFound

from .types import Action, Handler, Kind

if TYPE_CHECKING:
    from .models import Job

Teller = Callable[["Job"], None]

_kinds: Mapping[str, Kind] = MappingProxyType({})
_actions: Mapping[str, Action] = MappingProxyType({})
_tellers: list[Teller] = []


def install(
    kinds: Mapping[str, Kind], *, actions: Mapping[str, Action] | None = None, tell: tuple[str, ...] = ()
) -> None:
    """Takes the tables, or raises: a name that leads nowhere is found when the process starts, not when the work does."""
    global _kinds, _actions  # noqa: PLW0603 - one table each for the process, set once at start-up
    for kind in kinds.values():
        import_string(kind.handler)
    for action in (actions or {}).values():
        import_string(action.apply)
    _kinds = MappingProxyType(dict(kinds))
    _actions = MappingProxyType(dict(actions or {}))
    _tellers[:] = [import_string(name) for name in tell]


def kind(code: str) -> Kind:
    if code not in _kinds:
        raise NotFound(f"There is no such work as “{code}”.")
    return _kinds[code]


def shown(code: str) -> Kind:
    """For a page: work of a kind that there is no more is still in the list, and nothing can be done with it."""
    return _kinds.get(code) or Kind(handler="", label=code, permission="")


def handler(code: str) -> Handler:
    found: Handler = import_string(kind(code).handler)
    return found


def action(code: str) -> Action:
    if code not in _actions:
        raise NotFound("There is no such action.")
    return _actions[code]


def actions_of(list_code: str) -> dict[str, Action]:
    return {code: action for code, action in _actions.items() if list_code in action.lists}


def tell(job: "Job") -> None:
    """Progress is shown, not recorded: whoever looks later reads the row."""
    for teller in _tellers:
        teller(job)
