"""Where no browser is found, Debian's is installed, and said so; where that cannot be, it is said what can."""

import os
from pathlib import Path

import pytest

from infra.setup import chromium, steps
from infra.setup.steps import SetupFailed


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has nothing on PATH but what the test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("ATRIUM_CHROMIUM", raising=False)
    monkeypatch.setattr(steps, "LOG", tmp_path / "setup.log")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return folder


def _program(path: Path, name: str, does: str = "") -> Path:
    program = path / name
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("name", chromium.NAMES)
def test_a_browser_that_is_there_is_taken_and_nothing_installed(
    path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    program = _program(path, name)
    assert chromium.ensure_chromium() is False
    assert chromium.found_chromium() == str(program)
    assert capsys.readouterr().out == ""


def test_debians_chromium_is_installed_and_it_is_said(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = path.parent / "ran"
    installs = f"/usr/bin/test \"$1\" = update || /usr/bin/install -m 755 /dev/null '{path}/chromium'"
    _program(path, "apt-get", f"echo \"$DEBIAN_FRONTEND $@\" >> '{ran}'\n{installs}")
    assert chromium.ensure_chromium() is True
    assert chromium.found_chromium() == str(path / "chromium")
    assert ran.read_text().splitlines() == [
        "noninteractive update -q",
        "noninteractive install -y -q --no-install-recommends chromium fonts-noto-core",
    ]
    assert "No Chromium was found" in capsys.readouterr().out


def test_a_refusal_of_apt_is_shown_with_what_to_do(path: Path) -> None:
    _program(path, "apt-get", "echo 'E: Could not resolve deb.debian.org'; exit 100")
    with pytest.raises(SetupFailed) as failed:
        chromium.ensure_chromium()
    said = str(failed.value)
    assert "E: Could not resolve deb.debian.org" in said
    assert (
        "Run `apt-get update && apt-get install chromium` as root, or set ATRIUM_CHROMIUM, then run" in said
    )


def test_where_there_is_no_apt_the_path_can_be_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SetupFailed, match="no apt-get here.*set ATRIUM_CHROMIUM to its path"):
        chromium.ensure_chromium()
    elsewhere = _program(path.parent, "my-browser")
    monkeypatch.setenv("ATRIUM_CHROMIUM", str(elsewhere))
    assert chromium.ensure_chromium() is False
    assert chromium.found_chromium() == str(elsewhere)


def test_a_named_browser_that_is_none_is_not_passed_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(path, "chromium")
    monkeypatch.setenv("ATRIUM_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(SetupFailed, match="ATRIUM_CHROMIUM names /nowhere/chromium, which is no program"):
        chromium.ensure_chromium()


def test_who_is_not_root_and_has_no_sudo_is_told_what_to_run(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    _program(path, "apt-get", "exit 1")
    with pytest.raises(SetupFailed, match="run `apt-get install chromium` as root"):
        chromium.ensure_chromium()


def test_who_is_not_root_asks_sudo_without_a_question(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    _program(path, "apt-get", "exit 1")
    _program(path, "sudo", 'echo "sudo: a password is required for $@"; exit 1')
    with pytest.raises(SetupFailed, match="a password is required for -n .*apt-get update"):
        chromium.ensure_chromium()


def test_an_installed_browser_that_is_not_on_path_is_said(path: Path) -> None:
    _program(path, "apt-get")
    with pytest.raises(SetupFailed, match="installed but is not on PATH. Set ATRIUM_CHROMIUM"):
        chromium.ensure_chromium()
