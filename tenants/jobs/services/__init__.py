"""Verbs on long work."""

from .ending import tell_ended
from .outcomes import note_outcomes
from .pruning import prune
from .running import Run, run, work_off
from .selecting import freeze
from .starting import cancel, start, undo
from .sweeping import sweep

__all__ = [
    "Run",
    "cancel",
    "freeze",
    "note_outcomes",
    "prune",
    "run",
    "start",
    "sweep",
    "tell_ended",
    "undo",
    "work_off",
]
