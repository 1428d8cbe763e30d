"""The brand as pages need it: plain values, kept for a minute under the broker's own key."""

from dataclasses import dataclass

from django.core.cache import cache
from django.forms.models import model_to_dict

from .models import Brand


@dataclass(frozen=True, slots=True)
class BrandValues:
    name: str
    primary: str
    accent: str
    neutral: str
    radius: int
    heading_font: str
    body_font: str
    mark: str
    support_email: str
    legal_text: str
    language: str


def brand() -> BrandValues:
    values = cache.get("brand")
    if values is None:
        row = model_to_dict(Brand.objects.get(id=1))
        values = {name: row[name] for name in BrandValues.__dataclass_fields__}
        cache.set("brand", values, 60)
    return BrandValues(**values)
