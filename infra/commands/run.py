"""Run the whole product with two demo brokers until Ctrl-C."""

import click


@click.command("run")
def command() -> None:
    """Servers, migrations, demo brokers, simulators and every process of the product; then a table of log-ins."""
    from infra.supervisor.product import run

    run()
