"""What the room speaks: kinds of work, and the three ways in which a run is interrupted."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .services.running import Run

Handler = Callable[["Run"], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """`permission` starts it and opens its files. `in_turns`: after some seconds another job has its turn; work that can only
    begin again from its start keeps its turn. `undo` is the kind that takes it back. `own`: about the starter's own things, so that
    it needs no permission; the page that starts it has asked whose they are."""

    handler: str
    label: str
    permission: str
    icon: str = "loader"
    in_turns: bool = True
    undo: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """Something done to many rows of a list. `apply(member, ids, values) -> Applied` runs inside a chunk's transaction;
    `revert(member, before) -> Applied` puts back. `check(member, values)` refuses wrong values before anything begins."""

    label: str
    verb: str
    permission: str
    lists: tuple[str, ...]
    apply: str
    icon: str = "bolt"
    revert: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """What an action did to a chunk of rows: before-values of those it changed, reasons for those it did not."""

    changed: Mapping[uuid.UUID, dict[str, Any]]
    refused: Mapping[uuid.UUID, str]


class Interrupted(Exception):
    """The run stops here; what was committed stays."""


class LeaseLost(Interrupted):
    """Another runner has taken the job: whatever this one did since its last chunk is rolled back."""


class CancelAsked(Interrupted):
    """Its starter wants no more of it."""


class TurnOver(Interrupted):
    """Others wait. It goes on from its checkpoint when its turn comes again."""
