"""`atrium pspsim`: the payment provider simulator as a process of its own."""

import errno
import logging
from pathlib import Path

import click


@click.command("pspsim")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8450,
    show_default=True,
    envvar="ATRIUM_PSP_PORT",
    help="The port to listen on.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/psp"),
    show_default=True,
    help="The folder that keeps its state over a restart.",
)
@click.option(
    "--retry-seconds",
    default=1.0,
    show_default=True,
    help="How long it waits before it delivers a refused webhook again; later waits are multiples of it.",
)
def command(host: str, port: int, data: Path, retry_seconds: float) -> None:
    """Run a payment provider that speaks Stripe's wire protocol. No money moves."""
    from infra.simulators.psp.app import serve

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    click.echo(f"Payment provider simulator: http://{host}:{port}/ (state in {data})")
    try:
        serve(host=host, port=port, data=data, retry_seconds=retry_seconds)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise click.ClickException(
            f"Port {port} is in use, so the payment provider simulator did not start; nothing was changed. "
            f"Stop the program that listens there, or choose another port with ATRIUM_PSP_PORT."
        ) from error
