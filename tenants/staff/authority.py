"""What somebody may do and see here, from the roles in force now. Values in, values out.

Several roles add up: whoever may see all in one role and own rows in another sees all. Each permission keeps its own scope:
a role that sees every desk's leads lends nothing to another role's right to see money.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

_STRICTNESS = ("", "partly", "hidden")


@dataclass(frozen=True, slots=True)
class Grant:
    """One role at one desk. `desk_ids`: that desk and all below it; empty when the role is held at no desk."""

    role: str
    permissions: frozenset[str]
    scopes: frozenset[str] = frozenset()
    desk_ids: frozenset[uuid.UUID] = frozenset()
    masks: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)  # codename → minor units of the broker's currency

    def allows(self, code: str) -> bool:
        return "*" in self.permissions or code in self.permissions


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows: everything, or those that one of the others names. `pool_desk_ids`: where unassigned rows are seen;
    None where that is any desk."""

    everything: bool
    own: bool
    participating: bool
    unassigned: bool
    desk_ids: frozenset[uuid.UUID]
    pool_desk_ids: frozenset[uuid.UUID] | None


@dataclass(frozen=True)
class Authority:
    """`until`: the next moment at which this can change by itself, because a role begins or ends then.

    What follows from the grants is worked out once: a worker asks it of every colleague at every event.
    """

    member_id: uuid.UUID
    grants: tuple[Grant, ...]
    until: datetime | None = None
    _scopes: dict[str, Scope | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def allows(self, code: str) -> bool:
        return any(grant.allows(code) for grant in self.grants)

    def scope(self, code: str) -> Scope | None:
        """Whose rows the permission reaches; None without the permission."""
        if code not in self._scopes:
            self._scopes[code] = self._scope(code)
        return self._scopes[code]

    def _scope(self, code: str) -> Scope | None:
        grants = [grant for grant in self.grants if grant.allows(code)]
        if not grants:
            return None
        pools = [grant for grant in grants if "unassigned" in grant.scopes]
        anywhere = any(not grant.desk_ids for grant in pools)
        return Scope(
            everything=any("all" in grant.scopes for grant in grants),
            own=any("own" in grant.scopes for grant in grants),
            participating=any("participating" in grant.scopes for grant in grants),
            unassigned=bool(pools),
            desk_ids=_union(grant.desk_ids for grant in grants if "desk" in grant.scopes),
            pool_desk_ids=None if anywhere else _union(grant.desk_ids for grant in pools),
        )

    def mask(self, name: str) -> str:
        """ "", "partly" or "hidden": the least strict of the roles."""
        strict = min((_STRICTNESS.index(grant.masks.get(name, "")) for grant in self.grants), default=2)
        return _STRICTNESS[strict]

    def limit(self, code: str) -> int | None:
        """The largest amount, in minor units of the broker's currency; None is no limit. Nothing without the permission."""
        limits = [grant.limits.get(code) for grant in self.grants if grant.allows(code)]
        if not limits:
            return 0
        return None if None in limits else max(limit for limit in limits if limit is not None)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(grant.role for grant in self.grants))

    @cached_property
    def view_key(self) -> str:
        """Two members with the same key are shown the same columns, tabs and buttons of a row that both may see."""
        permissions = sorted({code for grant in self.grants for code in grant.permissions})
        masks = sorted((name, self.mask(name)) for grant in self.grants for name in grant.masks)
        return hashlib.sha256(json.dumps([permissions, masks]).encode()).hexdigest()[:16]


def _union(sets: Iterable[frozenset[uuid.UUID]]) -> frozenset[uuid.UUID]:
    return frozenset().union(*sets)
