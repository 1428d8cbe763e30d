"""Verbs on long work."""

from .acting import act, act_on, take_back
from .ending import tell_ended
from .exporting import export, export_now, start_export
from .outcomes import note_outcomes
from .pruning import prune
from .running import Run, run, work_off
from .selecting import freeze
from .starting import cancel, start, start_own, undo
from .sweeping import sweep

__all__ = [
    "Run",
    "act",
    "act_on",
    "cancel",
    "export",
    "export_now",
    "freeze",
    "note_outcomes",
    "prune",
    "run",
    "start",
    "start_export",
    "start_own",
    "sweep",
    "take_back",
    "tell_ended",
    "undo",
    "work_off",
]
