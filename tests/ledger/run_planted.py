"""Plant bugs in the ledger, one at a time, and see each of them found by its test. A harness that finds none proves nothing."""

import os
import subprocess
import sys
import time

import click

from tests.ledger.plants import PLANTS

_EACH_SECONDS = 600
_FAILED = 1


@click.command("planted-bugs")
@click.option("--only", default="", help="The bugs whose names hold this text.")
def command(only: str) -> None:
    """Each in its own run of its test, at most ten minutes. Exit 1 if one is not found, or a test fails without any."""
    chosen = {name: plant for name, plant in PLANTS.items() if only in name}
    whole = _run("", *sorted({plant.found_by for plant in chosen.values()}))
    if whole != 0:
        raise SystemExit("The tests fail without any bug, so they would prove nothing. Run them and see.")
    click.echo("Without a bug every one of these tests passes.")
    missed = [name for name, plant in chosen.items() if not _is_found(name, plant.found_by)]
    click.echo(f"{len(chosen) - len(missed)} of {len(chosen)} planted bugs were found.")
    sys.exit(1 if missed else 0)


def _is_found(name: str, test: str) -> bool:
    begun = time.monotonic()
    found = _run(name, test) == _FAILED
    click.echo(f"{'found ' if found else 'MISSED'}  {name}  ({test}, {time.monotonic() - begun:.0f} s)")
    return found


def _run(name: str, *tests: str) -> int:
    """pytest's own answer: 1 is a failed test; a run that could not begin is no find."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-o",
        "timeout=500",
        *tests,
    ]
    environment = os.environ | {"ATRIUM_HISTORIES": "60", "ATRIUM_KILLS": "2"}
    if name:
        command += ["-p", "tests.ledger.planting"]
        environment |= {"ATRIUM_PLANT": name, "ATRIUM_KILLS": "8"}
    seconds = _EACH_SECONDS * max(1, len(tests) // 2)
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return -1
    if done.returncode not in (0, _FAILED) or (not name and done.returncode):
        click.echo(done.stdout.decode()[-2000:] + done.stderr.decode()[-2000:], err=True)
    summary = done.stdout.rstrip().rpartition(b"\n")[2]
    return -1 if b" error" in summary else done.returncode  # a test that could not begin has found nothing


if __name__ == "__main__":
    command()
