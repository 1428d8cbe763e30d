"""The file back: each row that was left out, as it came, with the reason in a column of its own."""

import json
from collections.abc import Iterator
from typing import Any

from tenants.jobs.engine.writing import csv_lines
from tenants.jobs.models import Outcome
from tenants.jobs.services import Run

from ..models import Import
from . import uploading


def write(run: Run, one: Import) -> int:
    """How many rows. Both are in the order of their lines, so one walk through each is enough."""
    left_out = Outcome.objects.filter(job=run.job, what__in=["refused", "skipped"]).order_by("line")
    count = left_out.count()
    if not count:
        return 0
    reasons = left_out.values_list("line", "reason").iterator(chunk_size=2000)
    with run.output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines([[*one.headings, "Line", "Why it was not imported"]]))
        file.writelines(csv_lines(_rows(one, reasons), first=False))
    return count


def _rows(one: Import, reasons: Iterator[tuple[int, str]]) -> Iterator[list[Any]]:
    with uploading.rows_path(one).open("rb") as file:
        rows = map(json.loads, file)
        for line, reason in reasons:
            cells: list[str] = next((cells for cells, person in rows if person[0] == line), [])
            width = len(one.headings)
            padded = [*cells, *[""] * width][: max(width, len(cells))]
            yield [*padded[:width], line, reason]
