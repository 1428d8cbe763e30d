"""What this room speaks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Partner


@dataclass(frozen=True, slots=True)
class Node:
    """A partner in a tree that somebody may see; `level` 0 is the viewer."""

    partner: "Partner"
    level: int
    clients: int
    below: "tuple[Node, ...]"
