"""The figures beside a broker's people, made anew."""

import click

from atrium.kernel import tenancy
from infra.commands._brokers import chosen


@click.group(help="Figures that lists show, filter and sort by.")
def command() -> None:
    pass


@command.command(help="Count everybody's figures of BROKER again, in short transactions.")
@click.argument("slug", metavar="BROKER")
def rebuild(slug: str) -> None:
    for tenant in chosen(slug):
        with tenancy.entered(tenant):
            from tenants.insight import services

            click.echo(
                f"{tenant.name}: the figures of {services.rebuild():,} people were wrong or missing and are right now."
            )
