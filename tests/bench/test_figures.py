"""A bench says what it measured, beside its bar and the machine's limit, and fails when a bar is missed."""

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from infra.bench import figures, ground
from infra.bench.figures import Figure
from infra.commands import bench

FAST = Figure("creating (s)", 1.21, 2.0, 0.4)
SLOW = Figure("creating (s)", 2.01, 2.0, 0.4)
TIMES = Figure("times faster", 9.9, 10, 16, at_most=False)


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        (FAST, True),
        (SLOW, False),
        (TIMES, False),
        (Figure("times", 10, 10, 16, at_most=False), True),
        (Figure("queries", 0, 0, 0), True),
    ],
)
def test_a_bar_holds_up_to_its_edge(figure: Figure, holds: bool) -> None:
    assert figure.holds is holds


def test_the_file_is_for_programs(tmp_path: Path) -> None:
    figures.write([FAST, TIMES], tmp_path / "bench" / "x.json")
    assert json.loads((tmp_path / "bench" / "x.json").read_text()) == [
        {"figure": "creating (s)", "value": 1.21, "bar": 2.0, "limit": 0.4, "holds": True},
        {"figure": "times faster", "value": 9.9, "bar": 10, "limit": 16, "holds": False},
    ]


def test_the_table_is_for_people() -> None:
    said = figures.drawn([FAST, TIMES])
    assert "creating (s)" in said
    assert "≤ 2" in said
    assert "≥ 10" in said
    assert said.splitlines()[-1].endswith("MISSED")


@pytest.mark.parametrize(("share", "value"), [(0.5, 10), (0.95, 19), (1.0, 20), (0.01, 1)])
def test_a_percentile_is_one_of_the_values(share: float, value: int) -> None:
    assert figures.percentile(list(range(20, 0, -1)), share) == value


@pytest.mark.parametrize(("found", "code"), [([FAST], 0), ([FAST, SLOW], 1)])
def test_a_missed_bar_is_exit_code_1(
    found: list[Figure], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = ModuleType("infra.bench.bench_tenants")
    fake.measure = lambda: found  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "infra.bench.bench_tenants", fake)
    monkeypatch.setattr(ground, "results", lambda name: tmp_path / f"{name}.json")
    done = CliRunner().invoke(bench.command, ["tenants"])
    assert done.exit_code == code, done.output
    assert len(json.loads((tmp_path / "tenants.json").read_text())) == len(found)


def test_the_benches_of_the_house_are_listed() -> None:
    assert set(bench.names()) >= {"tenants", "day"}
    for name in bench.names():
        first = (bench.BENCHES / f"bench_{name.replace('-', '_')}.py").read_text().splitlines()[0]
        assert first.startswith('"""'), name
        assert first.endswith('."""'), name
