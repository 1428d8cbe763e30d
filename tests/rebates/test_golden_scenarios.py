"""Every golden scenario gives what it expects, through the engine and through the command; every bad one is refused by its path."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from infra.commands.rebates import command
from tenants.rebates import engine
from tests.rebates.golden import BAD, GOOD, name_of


def test_no_golden_scenario_is_lost() -> None:
    assert len(GOOD) == 97
    assert len(BAD) == 30


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_scenario_gives_what_it_expects(path: Path) -> None:
    scenario = engine.parse_text(path.read_bytes())
    assert engine.differences(scenario, engine.compute(scenario)) == []


@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_command_checks_scenario(path: Path) -> None:
    done = CliRunner().invoke(command, ["run", str(path), "--check"])
    assert (done.exit_code, done.output) == (0, "")


@pytest.mark.parametrize("path", BAD, ids=name_of)
def test_bad_document_is_refused_by_field_path(path: Path) -> None:
    with pytest.raises(engine.BadDocument) as refused:
        engine.compute(engine.parse_text(path.read_bytes()))
    assert [fault.path for fault in refused.value.faults] == path.with_suffix(".txt").read_text().split()


@pytest.mark.parametrize("path", BAD, ids=name_of)
def test_command_prints_the_faults_and_computes_nothing(path: Path) -> None:
    done = CliRunner().invoke(command, ["run", str(path)])
    assert done.exit_code == 2
    assert done.stdout == ""
    expected = path.with_suffix(".txt").read_text().strip()
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [expected]
