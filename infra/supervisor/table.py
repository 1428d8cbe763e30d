"""The table at the end of a start: where to look, and as whom."""

from collections.abc import Sequence

from infra.demo.people import log_ins

HEADINGS = ("Who", "Where", "E-mail", "Password")


def drawn() -> str:
    rows = [(log_in.who, log_in.url, log_in.email, log_in.password) for log_in in log_ins()]
    widths = [max(len(row[column]) for row in (HEADINGS, *rows)) for column in range(len(HEADINGS))]
    lines = ["", _line(HEADINGS, widths), _line(["─" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    return "\n".join([*lines, "", "Ctrl-C stops everything; the data stay."])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  " + "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
