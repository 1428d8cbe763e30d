"""The colours that follow from a brand's two: derived in OKLCH, checked to WCAG AA, light and dark.

A pair that fails is corrected, and the correction is told, so that the editor can say so.
"""

from dataclasses import dataclass
from typing import Final

from .color import Oklch, contrast, from_hex, to_hex

AA_TEXT: Final = 4.5
AA_SHAPE: Final = 3.0
WHITE: Final = "#ffffff"
INK: Final = "#10141f"
SURFACE_LIGHT: Final = "#f9fafb"
SURFACE_DARK: Final = "#23262d"


@dataclass(frozen=True, slots=True)
class Correction:
    """`asked` (the primary or the accent) has too little contrast as text, so `shown` stands there; `ratio` says how little."""

    colour: str
    asked: str
    shown: str
    ratio: float


def family(name: str, asked: str, notes: list[Correction]) -> dict[str, str]:
    """A colour with its hover, the text on it, itself as text, and a subtle ground; what had to be corrected goes to `notes`."""
    light, dark = from_hex(asked), _for_dark(from_hex(asked))
    light_fill, dark_fill = asked.lower(), to_hex(dark)
    light_subtle = to_hex(Oklch(0.962, min(light.chroma * 0.22, 0.028), light.hue))
    dark_subtle = to_hex(Oklch(0.31, min(light.chroma * 0.4, 0.05), light.hue))
    light_text = _readable(light, (WHITE, SURFACE_LIGHT, light_subtle), step=-0.01)
    dark_text = _readable(
        dark.with_lightness(max(dark.lightness, 0.78)), (SURFACE_DARK, dark_subtle), step=0.01
    )
    if light_text != light_fill:
        notes.append(Correction(name, light_fill, light_text, contrast(light_fill, light_subtle)))
    return {
        name: _pair(light_fill, dark_fill),
        f"{name}-hover": _pair(_hover(light), to_hex(dark.with_lightness(dark.lightness + 0.06))),
        f"on-{name}": _pair(on_colour(light_fill), on_colour(dark_fill)),
        f"{name}-text": _pair(light_text, dark_text),
        f"{name}-subtle": _pair(light_subtle, dark_subtle),
    }


def _hover(colour: Oklch) -> str:
    """A step away from the text on it, so that contrast grows under the pointer."""
    step = -0.06 if on_colour(to_hex(colour)) == WHITE else 0.05
    return to_hex(colour.with_lightness(colour.lightness + step))


def on_colour(fill: str) -> str:
    """White where it reads, else ink, else black: of white and black one always does."""
    return next((colour for colour in (WHITE, INK) if contrast(colour, fill) >= AA_TEXT), "#000000")


def _for_dark(colour: Oklch) -> Oklch:
    """Derived, not inverted: the same hue, lifted until it shines on a dark ground."""
    return Oklch(max(colour.lightness, 0.74), min(colour.chroma, 0.13), colour.hue)


def _readable(colour: Oklch, grounds: tuple[str, ...], *, step: float) -> str:
    shown = to_hex(colour)
    end = 0.0 if step < 0 else 1.0
    while min(contrast(shown, ground) for ground in grounds) < AA_TEXT and colour.lightness != end:
        colour = colour.with_lightness(colour.lightness + step)
        shown = to_hex(colour)
    return shown


def header(primary: str, accent: str) -> dict[str, str]:
    """The dark band at the top of portals, white text on it, and the colour of its one loud button."""
    colour = from_hex(primary)
    light = _readable(colour.with_lightness(min(colour.lightness, 0.52)), (WHITE,), step=-0.01)
    dark = to_hex(Oklch(0.27, min(colour.chroma * 0.6, 0.06), colour.hue))
    loud = [
        _loud(accent.lower(), light),
        _loud(to_hex(_for_dark(from_hex(accent))), dark),
    ]
    return {
        "header": _pair(light, dark),
        "on-header": WHITE,
        "loud": _pair(*loud),
        "on-loud": _pair(on_colour(loud[0]), on_colour(loud[1])),
    }


def _loud(accent: str, header: str) -> str:
    """The accent where it stands out from the header, else white: a button that cannot be seen is none."""
    return accent if contrast(accent, header) >= AA_SHAPE else WHITE


def chart(primary: str, accent: str) -> dict[str, str]:
    """Six colours that belong to the brand and can be told apart from each other, and from the ground at 3 : 1."""
    first, second = from_hex(primary), from_hex(accent)
    third = Oklch(0.6, 0.12, first.hue)
    colours = [first, second, *(third.turned(turn) for turn in (150, 80, 220, 290))]
    return {
        f"chart-{number}": _pair(
            to_hex(colour.with_lightness(min(max(colour.lightness, 0.42), 0.62))),
            to_hex(Oklch(max(colour.lightness, 0.75), min(colour.chroma, 0.13), colour.hue)),
        )
        for number, colour in enumerate(colours, start=1)
    }


def _pair(light: str, dark: str) -> str:
    return f"light-dark({light}, {dark})"
