"""`atrium mt5sim`: a trading server that speaks the MT5 Web API, as a process of its own."""

import errno
from decimal import Decimal
from pathlib import Path

import click


@click.command("mt5sim")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8443,
    show_default=True,
    envvar="ATRIUM_MT5_PORT",
    help="The Web API's port; 0: any free.",
)
@click.option(
    "--control-port",
    default=8444,
    show_default=True,
    envvar="ATRIUM_MT5_CONTROL_PORT",
    help="The port on which demo and tests tell it what to do; 0: any free.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/mt5"),
    show_default=True,
    help="The folder that keeps accounts and deals over a restart.",
)
@click.option(
    "--ca",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/ca"),
    show_default=True,
    help="The folder for ca.pem, which clients must trust, and server.pem.",
)
@click.option("--seed", default=1, show_default=True, help="The market's seed.")
@click.option(
    "--pace", default="0.5", show_default=True, help="Deals a second that the accounts make by themselves."
)
@click.option(
    "--idle-seconds", default=180.0, show_default=True, help="Silence after which a connection is closed."
)
@click.option(
    "--handshake-seconds", default=10.0, show_default=True, help="Time to answer the log-in challenge."
)
def command(
    host: str,
    port: int,
    control_port: int,
    data: Path,
    ca: Path,
    seed: int,
    pace: str,
    idle_seconds: float,
    handshake_seconds: float,
) -> None:
    """Run a simulated MT5 server. No money moves and no market is touched."""
    from infra.simulators.mt5.serve import Options, run

    options = Options(
        host, port, control_port, data, ca, seed, Decimal(pace), idle_seconds, handshake_seconds
    )
    try:
        run(options)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise click.ClickException(
            f"Port {port} or {control_port} is in use, so the MT5 simulator did not start; nothing was changed. "
            "Stop the program that listens there, or choose others with ATRIUM_MT5_PORT and ATRIUM_MT5_CONTROL_PORT."
        ) from error
