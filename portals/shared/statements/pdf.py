"""The statement on A4. Latin, Arabic and Chinese stand in fonts that go into the file, a few glyphs of each."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from fpdf import FPDF

from atrium.kernel.money import Money
from portals.shared.statements.making import Document
from portals.shared.statements.words import what, whom
from portals.shared.templatetags.atrium import amount

FONTS: Final = Path(__file__).parent / "fonts"
_FALLBACKS: Final = {
    "latin-ext": "noto-sans-latin-ext-400-normal.woff",
    "arabic": "noto-sans-arabic-arabic-400-normal.woff",
    "chinese": "noto-sans-sc-chinese-simplified-400-normal.woff",
}
_WIDTHS: Final = (34, 62, 26, 34, 34)
_LINE: Final = 6.5
_INK, _MUTED, _RULE = (24, 28, 36), (100, 108, 120), (210, 214, 220)


def write_pdf(document: Document, file: IO[bytes]) -> None:
    page = _Page(document)
    page.add_page()
    page.facts()
    page.movements()
    file.write(bytes(page.output()))


class _Page(FPDF):
    def __init__(self, document: Document) -> None:
        super().__init__(format="A4")
        self.document = document
        self.set_margins(10, 12, 10)
        self.set_auto_page_break(True, margin=18)
        self.add_font("sans", "", FONTS / "noto-sans-latin-400-normal.woff")
        self.add_font("sans", "B", FONTS / "noto-sans-latin-600-normal.woff")
        for name, path in _FALLBACKS.items():
            self.add_font(name, "", FONTS / path)
        self.set_fallback_fonts(list(_FALLBACKS), exact_match=False)
        self.alias_nb_pages("{pages}")
        self.set_title(_("Statement"))
        self.set_creator(document.broker)

    def header(self) -> None:
        self._pen("B", 11)
        self.cell(0, 7, self.document.broker, new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def footer(self) -> None:
        self.set_y(-14)
        self._pen("", 8, _MUTED)
        text = _("Page %(page)s of %(pages)s") % {"page": self.page_no(), "pages": "{pages}"}
        self.cell(0, 5, text, align="R")

    def facts(self) -> None:
        """Whose, of what, for which days, and the three sums."""
        self._pen("B", 16)
        self.cell(0, 10, _("Statement"), new_x="LMARGIN", new_y="NEXT")
        found = self.document.statement
        last = timezone.localtime(self.document.last) - timedelta(microseconds=1)
        days = f"{_day(timezone.localtime(self.document.first))} – {_day(last)}"
        for label, value in (
            (_("For"), self.document.holder),
            (_("Number"), self.document.number),
            (_("Wallet"), found.opening.currency),
            (_("Period"), days),
            (_("Opening balance"), _money(found.opening)),
            (_("Closing balance"), _money(found.closing)),
        ):
            self._pen("", 9, _MUTED)
            self._text(42, label)
            self._pen("", 10)
            self._text(0, value, new_line=True)
        self.ln(4)

    def movements(self) -> None:
        self._heads()
        count = 0
        for row in self.document.statement.rows:
            count += 1
            if self.will_page_break(_LINE):
                self.add_page()
                self._heads()
            self._pen("", 8.5)
            at = timezone.localtime(row.entry.effective_at)
            self._row(
                f"{_day(at)} {at:%H:%M}", what(row.entry), whom(row.entry), amount(row.entry.money), amount(row.balance)
            )  # fmt: skip
        if not count:
            self._pen("", 9, _MUTED)
            self._text(0, _("Nothing moved in this time."), new_line=True)
        self.ln(2)
        self._pen("B", 9)
        self._row("", _("Closing balance"), "", "", amount(self.document.statement.closing))

    def _heads(self) -> None:
        self._pen("", 8, _MUTED)
        currency = self.document.statement.opening.currency
        self._row(
            _("Time"), _("What"), _("Account"), f"{_('Amount')} {currency}", f"{_('Balance')} {currency}"
        )

    def _row(self, *cells: str) -> None:
        for number, (width, text) in enumerate(zip(_WIDTHS, cells, strict=True)):
            self._text(width, text, align="R" if number > 2 else "L", rule=True)
        self.ln(_LINE)

    def _text(
        self, width: float, text: str, *, align: str = "L", new_line: bool = False, rule: bool = False
    ) -> None:
        # Shaping costs time and is needed only where letters join or run from right to left.
        self.set_text_shaping(any(ord(sign) > 0x24F for sign in text))
        self.set_draw_color(*_RULE)
        after = {"new_x": "LMARGIN", "new_y": "NEXT"} if new_line else {"new_x": "RIGHT", "new_y": "TOP"}
        self.cell(width, _LINE, text, align=align, border="B" if rule else 0, **after)  # type: ignore[arg-type]

    def _pen(self, style: str, size: float, ink: tuple[int, int, int] = _INK) -> None:
        self.set_font("sans", style, size)
        self.set_text_color(*ink)


def _day(at: datetime) -> str:
    return formats.date_format(at, "j M Y")


def _money(money: Money) -> str:
    return f"{amount(money)} {money.currency}"
