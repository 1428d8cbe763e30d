"""Throw away what `make run` keeps under var/ (servers' data, logs, uploaded files)."""

import os
import shutil

import click

from infra.embedded import EmbeddedError, Postgres
from infra.supervisor import lock, running


@click.command("reset")
def command() -> None:
    """Nothing outside var/ is touched, and a database of your own never."""
    if os.environ.get("DATABASE_URL"):
        raise EmbeddedError(
            "DATABASE_URL is set, and reset never touches a database that is not under var/. Nothing was changed. "
            "Unset DATABASE_URL to clear var/, or empty that database with your own tools."
        )
    var = running.var()
    if not (var / "run" / "lock").exists():  # whatever ATRIUM_VAR names, this is not a folder that we filled
        click.echo("There is nothing to reset.")
        return
    with lock.held():
        for data in list(var.rglob("data")):
            if data.is_symlink():  # perhaps it lies where PostgreSQL's user could reach it
                Postgres(data.parent).wipe()
        for path in var.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    click.echo(f"{var} is empty. `make run` begins anew.")
