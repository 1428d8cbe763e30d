"""Passwords for new trading accounts."""

from __future__ import annotations

import secrets

LENGTH = 12
# Without letters and digits that look alike: people type these from a screen into a terminal.
_CLASSES = ("abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "#!%+=?@")


def new_password() -> str:
    """Twelve characters with all four classes: satisfies every reading of the platforms' own rules."""
    letters = [secrets.choice(characters) for characters in _CLASSES]
    letters += [secrets.choice("".join(_CLASSES)) for _ in range(LENGTH - len(letters))]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)
