"""Everything a machine can judge without running a test: style, types, templates, imports, migrations, API description."""

import subprocess
import sys
import time
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PYTHON_ROOMS = ("platform", "tenants", "portals", "api", "infra")

CHECKS: dict[str, tuple[str, ...]] = {
    "ruff check": ("ruff", "check", "--quiet", "."),
    "ruff format": ("ruff", "format", "--check", "--quiet", "."),
    "mypy": ("mypy", *PYTHON_ROOMS),
    "djlint": ("djlint", "--lint", "--quiet", "portals", "tenants"),
    "imports": ("lint-imports",),
    "missing migrations": ("atrium", "django", "makemigrations", "--check", "--dry-run", "--verbosity", "1"),
    "template": ("atrium", "template", "--check"),
    "API description": ("atrium", "openapi", "--check"),
}


@click.command("check")
@click.argument("names", nargs=-1)
def command(names: tuple[str, ...]) -> None:
    """Run all checks, or those of NAMES, to the end; fail if one failed."""
    unknown = set(names) - set(CHECKS)
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: there are {', '.join(CHECKS)}.")
    failed = [name for name in names or CHECKS if not _holds(name)]
    if failed:
        raise SystemExit(f"Not in order: {', '.join(failed)}.")
    click.echo("All checks hold.")


def _holds(name: str) -> bool:
    click.echo(f"  {name} ".ljust(30, ".") + " ", nl=False)
    began = time.monotonic()
    program, *words = CHECKS[name]
    done = subprocess.run(
        [str(BIN / program), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    click.echo(f"{'holds' if done.returncode == 0 else 'FAILS'} ({time.monotonic() - began:.1f} s)")
    if done.returncode != 0:
        click.echo(done.stdout)
    return done.returncode == 0
