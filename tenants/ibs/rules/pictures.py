"""The size of a banner, read from its first bytes. Only pictures that cannot hold a program: no SVG."""

from dataclasses import dataclass
from typing import Final

from atrium.kernel.errors import InvalidInput

_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3})
LARGEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class Picture:
    type: str
    width: int
    height: int


def read_picture(data: bytes) -> Picture:
    found = _png(data) or _gif(data) or _jpeg(data)
    if found is None or not (0 < found.width <= LARGEST and 0 < found.height <= LARGEST):
        raise InvalidInput(
            f"Send a PNG, a JPEG or a GIF of at most {LARGEST} pixels a side. Nothing was saved.",
            field="picture",
        )
    return found


def _png(data: bytes) -> Picture | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return Picture("image/png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))


def _gif(data: bytes) -> Picture | None:
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 10:
        return None
    return Picture("image/gif", int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little"))


def _jpeg(data: bytes) -> Picture | None:
    """Segment by segment to the one that begins the frame."""
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return Picture("image/jpeg", int.from_bytes(width, "big"), int.from_bytes(height, "big"))
        if length < 2:
            return None
        at += 2 + length
    return None
