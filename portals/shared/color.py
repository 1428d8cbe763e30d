"""Colours in OKLCH, the space where lightness means what the eye sees, and WCAG's contrast between two of them."""

import math
import re
from dataclasses import dataclass, replace
from typing import Final

HEX: Final = re.compile(r"#[0-9a-fA-F]{6}\Z")


@dataclass(frozen=True, slots=True)
class Oklch:
    """`lightness` 0–1, `chroma` 0–0.4, `hue` in degrees."""

    lightness: float
    chroma: float
    hue: float

    def with_lightness(self, lightness: float) -> "Oklch":
        return replace(self, lightness=min(1.0, max(0.0, lightness)))

    def with_chroma(self, chroma: float) -> "Oklch":
        return replace(self, chroma=max(0.0, chroma))

    def turned(self, degrees: float) -> "Oklch":
        return replace(self, hue=(self.hue + degrees) % 360)


def is_hex(text: str) -> bool:
    return bool(HEX.match(text))


def from_hex(text: str) -> Oklch:
    """“#1d9a8a” → OKLCH. Raises ValueError for anything but six hexadecimal digits."""
    if not is_hex(text):
        raise ValueError(f"{text!r} is not a colour like #1d9a8a")
    r, g, b = (_linear(int(text[at : at + 2], 16) / 255) for at in (1, 3, 5))
    l_ = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m_ = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s_ = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    lightness = 0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_
    a = 1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_
    b_ = 0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_
    return Oklch(lightness, math.hypot(a, b_), math.degrees(math.atan2(b_, a)) % 360)


def to_hex(colour: Oklch) -> str:
    """The nearest colour a screen can show: chroma gives way, lightness and hue stay."""
    chroma = colour.chroma
    while chroma > 0.001 and not _in_gamut(_rgb(colour.with_chroma(chroma))):
        chroma -= 0.004
    channels = (round(255 * _gamma(min(1.0, max(0.0, value)))) for value in _rgb(colour.with_chroma(chroma)))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two hexadecimal colours, 1–21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(text: str) -> float:
    r, g, b = (_linear(int(text[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _rgb(colour: Oklch) -> tuple[float, float, float]:
    """Linear light, possibly outside 0–1."""
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    l_ = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )


def _in_gamut(rgb: tuple[float, float, float]) -> bool:
    return all(-0.0005 <= value <= 1.0005 for value in rgb)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
