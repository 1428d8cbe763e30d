"""Measure against the bars: `atrium bench tenants`, `atrium bench day`, or all of them."""

from importlib import import_module
from pathlib import Path

import click

BENCHES = Path(__file__).resolve().parents[1] / "bench"


def names() -> list[str]:
    return sorted(file.stem.removeprefix("bench_").replace("_", "-") for file in BENCHES.glob("bench_*.py"))


@click.command("bench")
@click.argument("name", type=click.Choice([*names(), "all"]))
def command(name: str) -> None:
    """Runs on servers of its own (or DATABASE_URL's, if that is empty or a demo) and writes var/bench/NAME.json."""
    if name != "all":
        raise SystemExit(0 if _holds(name) else 1)
    # One process each: a bench loads the product with its own settings.
    import subprocess
    import sys

    missed = [one for one in names() if subprocess.run([sys.argv[0], "bench", one], check=False).returncode]
    if missed:
        raise SystemExit(f"Missed: {', '.join(missed)}.")


def _holds(name: str) -> bool:
    from infra.bench import figures, ground

    found = import_module(f"infra.bench.bench_{name.replace('-', '_')}").measure()
    file = ground.results(name)
    figures.write(found, file)
    click.echo(f"\n{figures.drawn(found)}\n\nWritten to {file}")
    return all(figure.holds for figure in found)
