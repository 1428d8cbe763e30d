"""Say what is missing or misconfigured here, and what to do about it."""

from collections.abc import Iterator

import click

from infra.doctor.findings import Finding


@click.command("doctor")
def command() -> None:
    """Look, change nothing; exit 1 if something fails."""
    from infra.supervisor import running

    product_runs = running.adopt()
    from infra.commands._django import ready

    ready()
    failures = 0
    for finding in _findings(product_runs=product_runs):
        click.echo(f"  {finding.verdict:<6} {finding.what:<11} {finding.message}")
        failures += finding.verdict == "FAILS"
    if failures:
        raise SystemExit(f"{failures} to put right.")
    click.echo("Nothing to put right.")


def _findings(*, product_runs: bool) -> Iterator[Finding]:
    from infra.doctor import machine, product, servers
    from infra.doctor.findings import note
    from infra.supervisor import running

    yield from machine.environment()
    yield from machine.disk()
    yield from machine.front_end()
    yield from machine.browser()
    yield from machine.free_ports(product_runs=running.environment_file().exists())
    yield from product.template()
    if not product_runs:
        yield note(
            "servers",
            "No DATABASE_URL, and `make run` is not running: it starts its own PostgreSQL and Redis.",
        )
        return
    yield from servers.owner_role()
    yield from servers.serving_role()
    yield from servers.doorbell()
    yield from product.readiness()
