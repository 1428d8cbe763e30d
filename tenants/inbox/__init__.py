"""What providers told us, word for word, before anything follows from it."""

from typing import Final

APPEND_ONLY_TABLES: Final = ("inbox_message",)
