"""The verbs of abuse, one file a subject."""

from .flags import appeal, confirm, hold, look, release, save_settings

__all__ = ["appeal", "confirm", "hold", "look", "release", "save_settings"]
