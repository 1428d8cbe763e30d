"""The brand of the house we are in, as pages need it: names, and the address of its stylesheet."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from atrium.kernel import tenancy
from portals.shared.brand import Look, Stylesheet, stylesheet
from tenants.branding import selectors


@dataclass(frozen=True, slots=True)
class HouseBrand:
    name: str
    mark: str
    support_email: str
    legal_text: str
    square: bool
    stylesheet_url: str

    @property
    def letter(self) -> str:
        return self.name[:1].upper()


@lru_cache(maxsize=512)
def stylesheet_of(look: Look) -> Stylesheet:
    """A few tenths of a millisecond of arithmetic, kept per process."""
    return stylesheet(look)


def look_of(values: selectors.BrandValues) -> Look:
    return Look(
        primary=values.primary,
        accent=values.accent,
        neutral=values.neutral,
        radius=values.radius,
        heading_font=values.heading_font,
        body_font=values.body_font,
    )


def brand_of_house(values: selectors.BrandValues | None = None) -> HouseBrand:
    """`values`: what has been read of it already."""
    if tenancy.current() is None:
        return HouseBrand("Atrium", "arch", "", "", False, "")
    values = values or selectors.brand()
    sheet = stylesheet_of(look_of(values))
    url = reverse("brand_stylesheet", args=[sheet.digest])
    return HouseBrand(
        values.name, values.mark, values.support_email, values.legal_text, values.radius == 0, url
    )
