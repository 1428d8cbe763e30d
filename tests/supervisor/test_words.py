"""The `atrium` command and the Makefile list the same house."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from infra.cli import COMMANDS, atrium

ROOT = Path(__file__).resolve().parents[2]


def test_help_lists_every_word_with_a_line() -> None:
    said = CliRunner().invoke(atrium, ["--help"]).output
    for file in COMMANDS.glob("[!_]*.py"):
        assert re.search(rf"^  {file.stem.replace('_', '-')}  +\S", said, re.MULTILINE), file.stem


def test_listing_the_words_imports_none_of_them() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from infra.cli import atrium;"
        "assert CliRunner().invoke(atrium, ['--help']).exit_code == 0;"
        "assert not {'django', 'celery', 'psycopg', 'infra.commands.run'} & sys.modules.keys(), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "word", sorted(file.stem for file in COMMANDS.glob("[!_]*.py") if file.stem != "django")
)
def test_every_word_explains_itself(word: str) -> None:
    said = CliRunner().invoke(atrium, [word.replace("_", "-"), "--help"])
    assert said.exit_code == 0, said.output


def test_an_unknown_word_is_named() -> None:
    said = CliRunner().invoke(atrium, ["flyy"])
    assert said.exit_code == 2
    assert "flyy" in said.output


def test_make_alone_lists_the_words() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for word in ("setup", "run", "test", "check", "bench", "reset", "openapi", "template", "doctor"):
        assert f"make {word}" in said
