"""What the rooms say about their own tables, in their packages' `__init__`: READ_ONLY_TABLES, APPEND_ONLY_TABLES and the like."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import apps


def declared(name: str) -> Iterator[Any]:
    """The value of that name in each room that has it, in the order of the rooms' names."""
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        if config.name.startswith("tenants."):
            value = getattr(import_module(config.name), name, None)
            if value is not None:
                yield value
