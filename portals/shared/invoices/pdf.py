"""The invoice on A4, with the statement's fonts (decision 0012)."""

from typing import Any, Final

from django.utils.translation import gettext as _
from fpdf import FPDF

from portals.shared.statements.pdf import _FALLBACKS, FONTS

_INK, _MUTED, _RULE = (24, 28, 36), (100, 108, 120), (210, 214, 220)
_LINE: Final = 6.0
_WIDTHS: Final = (60, 65, 65)


def pdf_of(content: dict[str, Any]) -> bytes:
    page = _Page(content)
    page.add_page()
    page.parties()
    page.facts()
    page.days()
    page.sums()
    page.notes()
    return bytes(page.output())


class _Page(FPDF):
    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(format="A4")
        self.content = content
        self.set_margins(10, 12, 10)
        self.set_auto_page_break(True, margin=18)
        self.add_font("sans", "", FONTS / "noto-sans-latin-400-normal.woff")
        self.add_font("sans", "B", FONTS / "noto-sans-latin-600-normal.woff")
        for name, path in _FALLBACKS.items():
            self.add_font(name, "", FONTS / path)
        self.set_fallback_fonts(list(_FALLBACKS), exact_match=False)
        self.alias_nb_pages("{pages}")
        self.set_title(content["number"])

    def header(self) -> None:
        self._pen("B", 15)
        is_credit = self.content["kind"] == "credit_note"
        title = _("Credit note") if is_credit else _("Invoice (self-billing)")
        self._text(120, title)
        self._pen("B", 11)
        self._text(0, self.content["number"], align="R", last=True)
        self.ln(4)

    def footer(self) -> None:
        self.set_y(-14)
        self._pen("", 8, _MUTED)
        text = _("Page %(page)s of %(pages)s") % {"page": self.page_no(), "pages": "{pages}"}
        self.cell(0, 5, text, align="R")

    def parties(self) -> None:
        supplier, customer = self.content["supplier"], self.content["customer"]
        rows = [supplier["name"], *supplier["address"].splitlines(), supplier["country"]]
        if supplier["tax_number"]:
            rows.append(f"{_('Tax number')} {supplier['tax_number']}")
        self._pen("", 8, _MUTED)
        self._text(95, _("Supplier"))
        self._text(0, _("Customer, who issues this invoice"), last=True)
        self._pen("", 10)
        for number, row in enumerate(rows):
            self._text(95, row)
            self._text(0, customer["name"] if number == 0 else "", last=True)
        self.ln(4)

    def facts(self) -> None:
        content = self.content
        rows = [
            (_("Issued"), content["issued"]),
            (_("Services of"), " – ".join(content["period"])),
            (_("Partner number"), content["supplier"]["number"]),
        ]
        if content["kind"] == "credit_note":
            rows += [(_("Corrects invoice"), content["corrects"]), (_("Because"), content["reason"])]
        for label, value in rows:
            self._pen("", 9, _MUTED)
            self._text(42, label)
            self._pen("", 10)
            self.multi_cell(0, _LINE, value, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def days(self) -> None:
        self._pen("", 8, _MUTED)
        self._row(_("Rebates settled on"), _("Payments"), f"{_('Amount')} {self.content['currency']}")
        self._pen("", 9)
        for day in self.content["days"]:
            self._row(day["day"], day["payments"], day["amount"])
        self.ln(2)

    def sums(self) -> None:
        content = self.content
        percent = f" {content['tax_percent']} %" if content["tax_kind"] == "included" else ""
        for label, value, style in (
            (_("Net"), content["net"], ""),
            (f"{_('VAT')}{percent}", content["tax"], ""),
            (_("Total"), content["gross"], "B"),
        ):
            self._pen(style, 10)
            self._row("", label, f"{value} {content['currency']}")
        self.ln(4)

    def notes(self) -> None:
        said = {
            "included": "",
            "reverse": _("Reverse charge: the recipient of the service owes the VAT."),
            "exempt": _("Exempt from VAT."),
            "outside": _("Outside the scope of VAT."),
        }
        agreed = _(
            "Issued by the customer on the supplier's behalf, as agreed on %(day)s. Paid to the supplier's wallet."
        )
        self._pen("", 9, _MUTED)
        for text in (said[self.content["tax_kind"]], agreed % {"day": self.content["agreed"]}):
            if text:
                self.multi_cell(0, _LINE, text, new_x="LMARGIN", new_y="NEXT")

    def _row(self, *cells: str) -> None:
        self.set_draw_color(*_RULE)
        for number, (width, text) in enumerate(zip(_WIDTHS, cells, strict=True)):
            self._shape(text)
            self.cell(width, _LINE, text, align="R" if number else "L", border="B")
        self.ln(_LINE)

    def _text(self, width: float, text: str, *, align: str = "L", last: bool = False) -> None:
        self._shape(text)
        after = {"new_x": "LMARGIN", "new_y": "NEXT"} if last else {"new_x": "RIGHT", "new_y": "TOP"}
        self.cell(width, _LINE, text, align=align, **after)  # type: ignore[arg-type]

    def _shape(self, text: str) -> None:
        """Shaping costs time and is needed only where letters join or run from right to left."""
        self.set_text_shaping(any(ord(sign) > 0x24F for sign in text))

    def _pen(self, style: str, size: float, ink: tuple[int, int, int] = _INK) -> None:
        self.set_font("sans", style, size)
        self.set_text_color(*ink)
