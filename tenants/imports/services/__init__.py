"""Verbs on imports."""

from .checking import check
from .matching import match
from .running import bring_in
from .starting import begin
from .undoing import take_back
from .uploading import drop, reread, upload

__all__ = ["begin", "bring_in", "check", "drop", "match", "reread", "take_back", "upload"]
