"""A sheet of A4: margins, fonts, pens and the number at its foot. Latin, Arabic and Chinese stand in fonts that go into the
file, a few glyphs of each (decision 0012)."""

from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from fpdf import FPDF

Ink = tuple[int, int, int]

_FONTS: Final = Path(__file__).parent / "statements" / "fonts"
_FALLBACKS: Final = {
    "latin-ext": "noto-sans-latin-ext-400-normal.woff",
    "arabic": "noto-sans-arabic-arabic-400-normal.woff",
    "chinese": "noto-sans-sc-chinese-simplified-400-normal.woff",
}
INK: Final[Ink] = (24, 28, 36)
MUTED: Final[Ink] = (100, 108, 120)
RULE: Final[Ink] = (210, 214, 220)


class Sheet(FPDF):
    """`row_height`: of one line, in millimetres."""

    row_height = 6.5

    def __init__(self, title: str, creator: str = "") -> None:
        super().__init__(format="A4")
        self.set_margins(10, 12, 10)
        self.set_auto_page_break(True, margin=18)
        self.add_font("sans", "", _FONTS / "noto-sans-latin-400-normal.woff")
        self.add_font("sans", "B", _FONTS / "noto-sans-latin-600-normal.woff")
        for name, path in _FALLBACKS.items():
            self.add_font(name, "", _FONTS / path)
        self.set_fallback_fonts(list(_FALLBACKS), exact_match=False)
        self.alias_nb_pages("{pages}")
        self.set_title(title)
        if creator:
            self.set_creator(creator)

    def footer(self) -> None:
        self.set_y(-14)
        self.pen("", 8, MUTED)
        text = _("Page %(page)s of %(pages)s") % {"page": self.page_no(), "pages": "{pages}"}
        self.cell(0, 5, text, align="R")

    def pen(self, style: str, size: float, ink: Ink = INK) -> None:
        self.set_font("sans", style, size)
        self.set_text_color(*ink)

    def write_in(
        self, width: float, text: str, *, align: str = "L", last: bool = False, rule: bool = False
    ) -> None:
        """One cell; `last` ends the line, `rule` draws a line below it."""
        # Shaping costs time and is needed only where letters join or run from right to left.
        self.set_text_shaping(any(ord(sign) > 0x24F for sign in text))
        self.set_draw_color(*RULE)
        after = {"new_x": "LMARGIN", "new_y": "NEXT"} if last else {"new_x": "RIGHT", "new_y": "TOP"}
        self.cell(width, self.row_height, text, align=align, border="B" if rule else 0, **after)  # type: ignore[arg-type]
