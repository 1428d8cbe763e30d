"""What somebody may hand on: nothing that they lack themselves. Values in, values out."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from .authority import Authority, Scope
from .permissions import MASKED_FIELDS

_STRICTNESS: Final = ("", "partly", "hidden")
EVERYTHING: Final = "*"
# Who holds both, everywhere and without an end, can always put things right again: the house keeps one such person.
KEYS_OF_THE_HOUSE: Final = ("settings.staff", "settings.roles")


@dataclass(frozen=True, slots=True)
class Content:
    """What a role gives."""

    permissions: frozenset[str]
    scopes: frozenset[str] = frozenset()
    masks: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)

    def gives(self, code: str) -> bool:
        return EVERYTHING in self.permissions or code in self.permissions


@dataclass(frozen=True, slots=True)
class Lack:
    """`kind`: permission, scope, mask or limit; `of`: the permission or field; `what`: the scope, mask or amount asked for."""

    kind: str
    of: str
    what: str = ""


def lacking(
    mine: Authority, wanted: Content, desk_ids: frozenset[uuid.UUID], *, all_codes: tuple[str, ...]
) -> frozenset[Lack]:
    """What of `wanted`, held at these desks (none: for the whole house), goes beyond `mine`."""
    if _holds_everything(mine):
        return _masks(mine, wanted)
    codes = all_codes if EVERYTHING in wanted.permissions else sorted(wanted.permissions)
    lacks = set(_masks(mine, wanted))
    if EVERYTHING in wanted.permissions:
        lacks.add(
            Lack("permission", EVERYTHING)
        )  # the rights of tomorrow too are for those who have them all
    for code in codes:
        scope = mine.scope(code)
        if scope is None:
            lacks.add(Lack("permission", code))
        lacks |= {
            Lack("scope", code, kind)
            for kind in wanted.scopes
            if scope is None or not _reaches(scope, kind, desk_ids)
        }
        lacks |= _limit(mine, wanted, code)
    return frozenset(lacks)


def added(before: frozenset[Lack], after: frozenset[Lack]) -> frozenset[Lack]:
    """What a change would give that its author lacks; what was there before stays as it was, and may be lowered."""
    old_limits = {lack.of: int(lack.what or -1) for lack in before if lack.kind == "limit"}
    return frozenset(
        lack
        for lack in after - before
        if not (lack.kind == "limit" and lack.of in old_limits and _is_lower(lack.what, old_limits[lack.of]))
    )


def is_key_holder(content: Content) -> bool:
    return "all" in content.scopes and all(content.gives(code) for code in KEYS_OF_THE_HOUSE)


def _holds_everything(mine: Authority) -> bool:
    return any(EVERYTHING in grant.permissions and "all" in grant.scopes for grant in mine.grants)


def _reaches(scope: Scope, kind: str, desk_ids: frozenset[uuid.UUID]) -> bool:
    if scope.everything:
        return True
    if kind == "desk":
        return desk_ids <= scope.desk_ids
    if kind == "unassigned":
        return scope.unassigned and _in_pools(scope, desk_ids)
    if kind == "own":
        return scope.own or bool(scope.desk_ids)
    return kind == "participating" and (scope.participating or bool(scope.desk_ids))


def _in_pools(scope: Scope, desk_ids: frozenset[uuid.UUID]) -> bool:
    if scope.pool_desk_ids is None:
        return True
    return bool(desk_ids) and desk_ids <= scope.pool_desk_ids


def _masks(mine: Authority, wanted: Content) -> frozenset[Lack]:
    """To somebody without any role every field is hidden."""
    return frozenset(
        Lack("mask", name, wanted.masks.get(name, ""))
        for name in MASKED_FIELDS
        if _STRICTNESS.index(wanted.masks.get(name, "")) < _STRICTNESS.index(mine.mask(name))
    )


def _limit(mine: Authority, wanted: Content, code: str) -> set[Lack]:
    """Without the permission the most is nought; where a role sets no limit to it, that is no limit at all."""
    most, asked = mine.limit(code), wanted.limits.get(code)
    if most is None or (asked is not None and asked <= most):
        return set()
    return {Lack("limit", code, "" if asked is None else str(asked))}


def _is_lower(what: str, before: int) -> bool:
    """An empty amount is no limit, the highest there is."""
    return bool(what) and (before < 0 or int(what) <= before)


def tree_with(
    parents: Mapping[uuid.UUID, uuid.UUID | None], desk: uuid.UUID, parent: uuid.UUID | None
) -> bool:
    """Whether the desks are still a tree when `desk` hangs under `parent`."""
    seen, above = {desk}, parent
    while above is not None:
        if above in seen:
            return False
        seen.add(above)
        above = parents.get(above)
    return True
