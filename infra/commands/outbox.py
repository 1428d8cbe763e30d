"""See what the outbox gave up on, and tell it again."""

import sys

import click

from atrium.kernel import tenancy
from infra.commands._brokers import chosen


@click.group()
def command() -> None:
    """See what the outbox gave up on, and tell it again."""


@command.command()
@click.option("--broker", "slug", help="One broker, by its short name; otherwise every active one.")
def dead(slug: str | None) -> None:
    """List deliveries that used up their attempts. Exit 1 if there are any."""
    tenants = chosen(slug)
    from tenants.outbox import selectors

    count = 0
    for tenant in tenants:
        with tenancy.entered(tenant):
            for row in selectors.dead_deliveries():
                count += 1
                click.echo(
                    f"{tenant.slug} {row.id}: {row.subscriber} on {row.event.kind} {row.event.id}: {row.error}"
                )
    click.echo(f"{count} given up.")
    sys.exit(1 if count else 0)


@command.command()
@click.option("--broker", "slug", required=True, help="The broker's short name.")
@click.argument("delivery_ids", nargs=-1, required=True, type=int)
def revive(slug: str, delivery_ids: tuple[int, ...]) -> None:
    """Give dead deliveries all their attempts again."""
    (tenant,) = chosen(slug)
    from tenants.outbox import services

    with tenancy.entered(tenant):
        for delivery_id in delivery_ids:
            services.revive(delivery_id=delivery_id)
    click.echo(f"{len(delivery_ids)} will be told again.")
