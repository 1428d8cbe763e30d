"""What a bench finds, as a table for people and as a file for programs."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """`limit` is what this machine does at best without our code, measured in the same run."""

    figure: str
    value: float
    bar: float
    limit: float
    at_most: bool = True

    @property
    def holds(self) -> bool:
        return self.value <= self.bar if self.at_most else self.value >= self.bar

    def as_json(self) -> dict[str, object]:
        return {
            "figure": self.figure,
            "value": round(self.value, 4),
            "bar": self.bar,
            "limit": round(self.limit, 4),
            "holds": self.holds,
        }


HEADINGS = ("figure", "value", "bar", "machine's limit", "")


def drawn(figures: Sequence[Figure]) -> str:
    rows = [HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([lines[0], _line(["─" * width for width in widths], widths), *lines[1:]])


def write(figures: Sequence[Figure], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([figure.as_json() for figure in figures], indent=2) + "\n")


def _row(figure: Figure) -> tuple[str, ...]:
    sign = "≤" if figure.at_most else "≥"
    verdict = "holds" if figure.holds else "MISSED"
    return (
        figure.figure,
        _number(figure.value),
        f"{sign} {_number(figure.bar)}",
        _number(figure.limit),
        verdict,
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.4g}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join([first, *(cell.strip().rjust(len(cell)) for cell in others)]).rstrip()


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]
