"""The search's words of a broker, made anew."""

import click

from atrium.kernel import tenancy
from infra.commands._brokers import chosen


@click.group(help="Everything that can be found by the search.")
def command() -> None:
    pass


@command.command(help="Index everything of BROKER again, in short transactions; reading goes on meanwhile.")
@click.argument("slug", metavar="BROKER")
def rebuild(slug: str) -> None:
    for tenant in chosen(slug):
        with tenancy.entered(tenant):
            from tenants.insight import indexing

            click.echo(f"{tenant.name}: {indexing.rebuild():,} things can be found.")
