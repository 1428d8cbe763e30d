"""A broker's few brand values → the stylesheet of its portals.

Everything else (hover, subtle grounds, text on colour, the dark theme, chart colours) is derived by `palette.py`.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from .color import is_hex
from .palette import Correction, chart, family, header

RADII: Final = (0, 4, 8, 12)
NEUTRALS: Final = {"cool": (255, 0.010), "neutral": (0, 0.0), "warm": (75, 0.008)}
# code → family: the bundled fonts; nothing typed by a broker reaches the CSS
FONTS: Final = {
    "inter": "Inter",
    "plex-sans": "IBM Plex Sans",
    "plex-serif": "IBM Plex Serif",
    "source-sans": "Source Sans 3",
    "source-serif": "Source Serif 4",
    "noto-sans": "Noto Sans",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What of a brand makes its stylesheet."""

    primary: str = "#27346b"
    accent: str = "#5068d8"
    neutral: str = "cool"
    radius: int = 8
    heading_font: str = "inter"
    body_font: str = "inter"

    def __post_init__(self) -> None:
        for colour in (self.primary, self.accent):
            if not is_hex(colour):
                raise ValueError(f"{colour!r} is not a colour. Write it like #1d9a8a.")
        if (
            self.neutral not in NEUTRALS
            or self.radius not in RADII
            or not {self.heading_font, self.body_font} <= FONTS.keys()
        ):
            raise ValueError("Choose the neutral tone, the radius and the fonts from their lists.")


@dataclass(frozen=True, slots=True)
class Stylesheet:
    css: str
    digest: str
    corrections: tuple[Correction, ...]


def stylesheet(values: Look) -> Stylesheet:
    """The same values always give the same text, so its digest may stand in an address that is cached for ever."""
    notes: list[Correction] = []
    colours = {
        **family("primary", values.primary, notes),
        **family("accent", values.accent, notes),
        **header(values.primary, values.accent),
        **chart(values.primary, values.accent),
    }
    css = _text(values, colours)
    return Stylesheet(css, hashlib.sha256(css.encode()).hexdigest()[:16], tuple(notes))


def _text(values: Look, colours: dict[str, str]) -> str:
    hue, chroma = NEUTRALS[values.neutral]
    lines = [
        f"--{name if name.startswith('chart') else f'brand-{name}'}: {value};"
        for name, value in colours.items()
    ]
    lines += [
        f"--brand-neutral-hue: {hue};",
        f"--brand-neutral-chroma: {chroma};",
        f"--brand-radius: {values.radius}px;",
        f'--brand-font-body: "{FONTS[values.body_font]}";',
        f'--brand-font-heading: "{FONTS[values.heading_font]}";',
    ]
    return ":root {\n  " + "\n  ".join(lines) + "\n}\n"
