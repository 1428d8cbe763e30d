"""The invoice on A4."""

from typing import Any, Final

from django.utils.translation import gettext as _

from portals.shared.paper import MUTED, Sheet

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


class _Page(Sheet):
    row_height = 6.0

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content["number"])
        self.content = content

    def header(self) -> None:
        self.pen("B", 15)
        is_credit = self.content["kind"] == "credit_note"
        title = _("Credit note") if is_credit else _("Invoice (self-billing)")
        self.write_in(120, title)
        self.pen("B", 11)
        self.write_in(0, self.content["number"], align="R", last=True)
        self.ln(4)

    def parties(self) -> None:
        supplier, customer = self.content["supplier"], self.content["customer"]
        rows = [supplier["name"], *supplier["address"].splitlines(), supplier["country"]]
        if supplier["tax_number"]:
            rows.append(f"{_('Tax number')} {supplier['tax_number']}")
        self.pen("", 8, MUTED)
        self.write_in(95, _("Supplier"))
        self.write_in(0, _("Customer, who issues this invoice"), last=True)
        self.pen("", 10)
        for number, row in enumerate(rows):
            self.write_in(95, row)
            self.write_in(0, customer["name"] if number == 0 else "", last=True)
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
            self.pen("", 9, MUTED)
            self.write_in(42, label)
            self.pen("", 10)
            self.multi_cell(0, self.row_height, value, new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def days(self) -> None:
        self.pen("", 8, MUTED)
        self._row(_("Rebates settled on"), _("Payments"), f"{_('Amount')} {self.content['currency']}")
        self.pen("", 9)
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
            self.pen(style, 10)
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
        self.pen("", 9, MUTED)
        for text in (said[self.content["tax_kind"]], agreed % {"day": self.content["agreed"]}):
            if text:
                self.multi_cell(0, self.row_height, text, new_x="LMARGIN", new_y="NEXT")

    def _row(self, *cells: str) -> None:
        for number, (width, text) in enumerate(zip(_WIDTHS, cells, strict=True)):
            self.write_in(width, text, align="R" if number else "L", rule=True)
        self.ln(self.row_height)
