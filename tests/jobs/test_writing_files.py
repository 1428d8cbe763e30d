"""What people take away opens as text and figures, never as a formula."""

import csv
import io
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from tenants.jobs.engine.writing import cell, csv_lines, write_xlsx

ATTACKS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", '=HYPERLINK("http://x","y")')


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_begins_as_a_formula(attack: str, tmp_path: Path) -> None:
    text = "".join(csv_lines([["a", attack, [attack, "b"]]]))
    (row,) = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    assert all(value.startswith(("'", "a")) for value in row)
    place = tmp_path / "a.xlsx"
    write_xlsx(place, [["a", attack]], title="x")
    from openpyxl import load_workbook

    sheet = load_workbook(place).active
    assert sheet is not None
    kept = sheet["B1"]
    assert (kept.data_type, str(kept.value)[:1]) == ("s", "'")


def test_figures_are_exact_and_times_are_in_utc() -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=2)))
    values = [
        Decimal("1234567890123456.10"),
        Decimal("-0.50"),
        7,
        True,
        None,
        noon,
        datetime(2026, 1, 1, tzinfo=UTC).date(),
    ]
    assert [cell(value) for value in values] == [
        "1234567890123456.10", "-0.50", "7", "yes", "", "2026-11-22 10:00:00 UTC", "2026-01-01",
    ]  # fmt: skip


def test_a_number_too_long_for_excel_stays_exact_as_text(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    place = tmp_path / "a.xlsx"
    write_xlsx(place, [[Decimal("12.50"), Decimal("1234567890123456.10")]], title="x")
    sheet = load_workbook(place).active
    assert sheet is not None
    assert [kept.value for kept in sheet[1]] == [12.5, "1234567890123456.10"]


def test_a_csv_is_read_as_utf8_by_excel() -> None:
    assert next(csv_lines([["José"]])).startswith("\ufeffJosé")
