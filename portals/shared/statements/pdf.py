"""The statement on A4."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import IO, Final

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from atrium.kernel.money import Money
from portals.shared.paper import MUTED, Sheet
from portals.shared.statements.making import Document
from portals.shared.statements.words import what, whom
from portals.shared.templatetags.atrium import amount

_TOLD_EVERY: Final = 250
_WIDTHS: Final = (34, 62, 26, 34, 34)


def write_pdf(document: Document, file: IO[bytes], *, told: Callable[[int], None] | None = None) -> None:
    """`told` hears how many rows are printed."""
    page = _Page(document, told or (lambda count: None))
    page.add_page()
    page.facts()
    page.movements()
    file.write(bytes(page.output()))


class _Page(Sheet):
    def __init__(self, document: Document, told: Callable[[int], None]) -> None:
        super().__init__(_("Statement"), document.broker)
        self.document, self.told = document, told

    def header(self) -> None:
        self.pen("B", 11)
        self.cell(0, 7, self.document.broker, new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def facts(self) -> None:
        """Whose, of what, for which days, and the three sums."""
        self.pen("B", 16)
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
            self.pen("", 9, MUTED)
            self.write_in(42, label)
            self.pen("", 10)
            self.write_in(0, value, last=True)
        self.ln(4)

    def movements(self) -> None:
        self._heads()
        count = 0
        for row in self.document.statement.rows:
            count += 1
            if count % _TOLD_EVERY == 0:
                self.told(count)
            if self.will_page_break(self.row_height):
                self.add_page()
                self._heads()
            self.pen("", 8.5)
            at = timezone.localtime(row.entry.effective_at)
            self._row(
                f"{_day(at)} {at:%H:%M}", what(row.entry), whom(row.entry), amount(row.entry.money), amount(row.balance)
            )  # fmt: skip
        if not count:
            self.pen("", 9, MUTED)
            self.write_in(0, _("Nothing moved in this time."), last=True)
        self.ln(2)
        self.pen("B", 9)
        self._row("", _("Closing balance"), "", "", amount(self.document.statement.closing))

    def _heads(self) -> None:
        self.pen("", 8, MUTED)
        currency = self.document.statement.opening.currency
        self._row(
            _("Time"), _("What"), _("Account"), f"{_('Amount')} {currency}", f"{_('Balance')} {currency}"
        )

    def _row(self, *cells: str) -> None:
        for number, (width, text) in enumerate(zip(_WIDTHS, cells, strict=True)):
            self.write_in(width, text, align="R" if number > 2 else "L", rule=True)
        self.ln(self.row_height)


def _day(at: datetime) -> str:
    return formats.date_format(at, "j M Y")


def _money(money: Money) -> str:
    return f"{amount(money)} {money.currency}"
