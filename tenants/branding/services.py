"""Verbs on the brand."""

import re
from typing import Any, Final

from django.core.cache import cache
from django.db import transaction

from atrium.brokers.types import BrokerOrder
from atrium.kernel.errors import InvalidInput

from .models import Brand

FONTS: Final = ("inter", "plex-sans", "plex-serif", "source-sans", "source-serif", "noto-sans")
NEUTRALS: Final = ("warm", "neutral", "cool")
RADII: Final = (0, 4, 8, 12)
_EDITABLE: Final = frozenset(
    {"name", "primary", "accent", "neutral", "radius", "heading_font",
        "body_font", "mark", "support_email", "legal_text",
     "language"}
)  # fmt: skip


def create_default_brand(order: BrokerOrder) -> None:
    Brand.objects.get_or_create(id=1, defaults={"name": order.name, "language": order.language})


def change_brand(**changes: Any) -> Brand:
    """Validated, never raw CSS: only colours, names of fonts and numbers from lists."""
    for field in changes.keys() - _EDITABLE:
        raise InvalidInput(f"The brand has no “{field}”.", field=field)
    for field in ("primary", "accent"):
        if field in changes and not re.fullmatch("#[0-9a-f]{6}", str(changes[field])):
            raise InvalidInput("A colour is written like #1f3a5f.", field=field)
    for field, allowed in (
        ("heading_font", FONTS),
        ("body_font", FONTS),
        ("neutral", NEUTRALS),
        ("radius", RADII),
    ):
        if field in changes and changes[field] not in allowed:
            raise InvalidInput(f"Choose one of {', '.join(map(str, allowed))}.", field=field)
    brand = Brand.objects.get(id=1)
    for field, value in changes.items():
        setattr(brand, field, value)
    brand.save()
    _forget()
    transaction.on_commit(_forget)  # whoever read it in between kept the old one
    return brand


def _forget() -> None:
    cache.delete("brand")
