"""What the room speaks: kinds of work, and the three ways in which a run is interrupted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .services.running import Run

Handler = Callable[["Run"], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """`permission` starts it and opens its files. `in_turns`: after some seconds another job has its turn; work that can only
    begin again from its start keeps its turn. `undo` is the kind that takes it back."""

    handler: str
    label: str
    permission: str
    icon: str = "loader"
    in_turns: bool = True
    undo: str = ""


class Interrupted(Exception):
    """The run stops here; what was committed stays."""


class LeaseLost(Interrupted):
    """Another runner has taken the job: whatever this one did since its last chunk is rolled back."""


class CancelAsked(Interrupted):
    """Its starter wants no more of it."""


class TurnOver(Interrupted):
    """Others wait. It goes on from its checkpoint when its turn comes again."""
