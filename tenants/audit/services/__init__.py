"""Verbs of the audit. There is none that writes an entry's content: triggers do."""

from .erasing import erase_person
from .sealing import seal_pending

__all__ = ["erase_person", "seal_pending"]
