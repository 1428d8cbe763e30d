"""Read models over all rooms: what a person comes to in figures. Everything here can be thrown away and made again."""

from typing import Final

DERIVED_TABLES: Final = ("insight_personfigures",)
