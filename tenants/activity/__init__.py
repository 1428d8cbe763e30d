"""The timeline: what happened around a person or a thing, in sentences, newest first."""

from typing import Final

APPEND_ONLY_TABLES: Final = ("activity_entry",)
