"""Lists with cursors, and `expand`, for every kind of object."""

from typing import Any

from infra.simulators.psp.desk import Call
from infra.simulators.psp.wire import Json, Problem, integer


def listing(call: Call, found: list[Json], url: str) -> Json:
    limit = integer(call.params, "limit", default=10)
    if not 1 <= limit <= 100:
        raise Problem("This value must be between 1 and 100.", param="limit")
    rest = _after(found, call.params.get("starting_after"))
    return {
        "object": "list",
        "url": url,
        "has_more": len(rest) > limit,
        "data": rest[:limit],
    }


def _after(found: list[Json], cursor: str | None) -> list[Json]:
    if cursor is None:
        return found
    places = [place for place, thing in enumerate(found) if thing["id"] == cursor]
    if not places:
        raise Problem(
            f"No such object: '{cursor}'",
            code="resource_missing",
            param="starting_after",
        )
    return found[places[0] + 1 :]


def expanded(call: Call, thing: Json, paths: list[str] | None = None) -> Json:
    """A copy in which the ids named by `expand` are replaced by their objects, however deep."""
    for path in (call.params.get("expand") or []) if paths is None else paths:
        thing = _expand(call, thing, str(path).split("."))
    return thing


def _expand(call: Call, thing: Json, path: list[str]) -> Json:
    head, rest = path[0], path[1:]
    if head not in thing:
        message = f"This property cannot be expanded ({head})."
        raise Problem(message, param="expand")
    value: Any = thing[head]
    if isinstance(value, str):
        value = call.desk.store.get(call.account, value) or value
    if rest and isinstance(value, dict):
        value = _expand(call, value, rest)
    return thing | {head: value}
